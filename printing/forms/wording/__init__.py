"""The fixed words of the forms: a folder for each circular, a TOML file for each form; read by ``versions``."""
