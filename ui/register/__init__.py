"""The register of dossiers (sổ theo dõi hồ sơ) on screen, and written out."""
