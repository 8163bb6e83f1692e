"""What stands between the network and the service: hosts, origins, sizes, rates, headers, and who is asking."""
