"""From what a paper says to where each mark lies: blocks, lines, pages, and pages as PDF."""
