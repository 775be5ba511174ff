#!/bin/sh
# boot.sh MACHINE TREE DISK CGROUP NAMESPACE HOSTNAME: becomes the machine. Runs in a mount namespace of its own, so
# that every mount below ends with the machine, however it ends.
set -eu
machine=$1 tree=$2 disk=$3 cgroup=$4 namespace=$5 hostname=$6

mount -t overlay overlay -o "lowerdir=$tree,upperdir=$disk/changes,workdir=$disk/work" "$disk/root"
mkdir -p /run/systemd/nspawn
mount -t tmpfs tmpfs /run/systemd/nspawn
# Where the host still has the old hierarchies, the machine shall see the one there is today.
[ ! -d /sys/fs/cgroup/systemd ] || umount -l /sys/fs/cgroup/systemd
mount -t cgroup2 cgroup2 /sys/fs/cgroup
echo $$ > "/sys/fs/cgroup/$cgroup/cgroup.procs"

export SYSTEMD_NSPAWN_API_VFS_WRITABLE=network
exec systemd-nspawn --quiet --boot --register=no --keep-unit --machine="$machine" --hostname="$hostname" \
    --directory="$disk/root" --network-namespace-path="/run/netns/$namespace" \
    --capability=CAP_NET_ADMIN,CAP_NET_RAW --link-journal=no --resolv-conf=off --timezone=off --console=pipe
