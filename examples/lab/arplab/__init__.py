"""The lab: a client, a gateway and two servers in network namespaces; what breaks them; who watches."""
