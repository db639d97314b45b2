"""What the log tells, kept as rows: one file a kind of subject, ``kinds`` lists them all. Rows are a cache of folds."""
