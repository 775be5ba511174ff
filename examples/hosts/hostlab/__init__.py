"""Real hosts: Debian machines on the lab's network, rolled out with the packages and playbooks, then broken."""
