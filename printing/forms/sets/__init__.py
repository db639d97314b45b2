"""The wording of the forms, one TOML file for each circular; read by ``versions``."""
