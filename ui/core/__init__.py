"""What all subjects share: jobs, the bridges to reader and province, words."""
