"""Intake: from a form to a dossier. Rules, drafts, lists of people, facts known from earlier dossiers."""
