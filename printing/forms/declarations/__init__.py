"""Declarations (tờ khai) filled in: our own layouts, DOCX templates, PDF forms."""
