"""The lab: network namespaces on this machine, with racks of bare metal in them.

`namespace` makes private networks, `media` what machines boot, `machine` the machines.
"""
