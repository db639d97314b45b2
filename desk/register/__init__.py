"""The register of dossiers (sổ theo dõi hồ sơ): on screen, as PDF, as a spreadsheet."""
