#!/bin/sh
# Boots systemd over an overlay of /, all in memory, in a mount namespace that goes when the last process in it goes.
# Usage: boot.sh DIRECTORY CGROUP... -- NSPAWN-OPTION...
set -eu

directory=$1
shift
# A cgroup of its own, in each hierarchy: two containers under one would share what they call their units.
while [ "$1" != -- ]; do
    echo $$ >"$1/cgroup.procs"
    shift
done
shift

mount -t tmpfs -o mode=0755 tmpfs "$directory"
mkdir "$directory/upper" "$directory/work" "$directory/root"
mount -t overlay -o "lowerdir=/,upperdir=$directory/upper,workdir=$directory/work" overlay "$directory/root"

# What this machine enables, mounts or has of bootd is not the container's business.
cd "$directory/root"
rm -rf etc/systemd/system/* etc/bootd var/lib/bootd usr/local/lib/systemd/system var/log/journal etc/fstab
rm -f usr/local/bin/bootd usr/local/bin/bootctl
# And a package installed in it may restart services, and does not index all manual pages, which takes seconds.
rm -f usr/sbin/policy-rc.d var/lib/man-db/auto-update
for unit in getty.target timers.target systemd-firstboot.service systemd-random-seed.service; do
    ln -s /dev/null "etc/systemd/system/$unit"
done
tr -d - </proc/sys/kernel/random/uuid >etc/machine-id

# 133 is a reboot. Should we be killed, systemd-nspawn gets SIGTERM, and halts the container.
status=133
while [ $status = 133 ]; do
    status=0
    setpriv --pdeathsig TERM systemd-nspawn --quiet --boot --directory="$directory/root" "$@" || status=$?
done
exit $status
