"""Our bugs: reports that name nobody, and the page that shows one."""
