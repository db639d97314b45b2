"""From a form to a dossier: rules, drafts, lists of people, what is known already."""
