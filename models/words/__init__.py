"""Sentences both ends need: amounts in words, how a due date was counted, what is wrong with a file somebody edits."""
