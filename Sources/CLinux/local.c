#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stddef.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static int open_unix(const char *path, struct sockaddr_un *address, int flags) {
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (strlen(path) >= sizeof address->sun_path) return -ENAMETOOLONG;
    strcpy(address->sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
    return fd < 0 ? -errno : fd;
}

int clinux_listen_unix(const char *path, uint32_t mode) {
    struct sockaddr_un address;
    int fd = open_unix(path, &address, SOCK_NONBLOCK);
    if (fd < 0) return fd;
    // A socket that somebody answers on is theirs; one that nobody does was left behind.
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0 || errno == EAGAIN) {
        close(fd);
        return -EADDRINUSE;
    }
    unlink(path);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || chmod(path, mode) < 0 || listen(fd, 1024) < 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

int clinux_connect_unix(const char *path) {
    struct sockaddr_un address;
    int fd = open_unix(path, &address, 0);
    if (fd < 0) return fd;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

int clinux_accept(int fd) {
    int accepted = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    return accepted < 0 ? -errno : accepted;
}

int clinux_peer(int fd, uint32_t *uid, uint32_t *gid, int32_t *pid) {
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size) < 0) return -errno;
    *uid = credentials.uid;
    *gid = credentials.gid;
    *pid = credentials.pid;
    return 0;
}

// Asks by a copy of the descriptor, which needs the right to trace the process (Linux 5.6).
int clinux_socket_device(pid_t pid, int fd, char name[16]) {
    long process = syscall(SYS_pidfd_open, pid, 0);
    if (process < 0) return -errno;
    long copy = syscall(SYS_pidfd_getfd, (int)process, fd, 0);
    int error = copy < 0 ? errno : 0;
    close((int)process);
    if (copy < 0) return -error;
    socklen_t size = 16;
    memset(name, 0, 16);
    if (getsockopt((int)copy, SOL_SOCKET, SO_BINDTODEVICE, name, &size) < 0) error = errno;
    close((int)copy);
    return -error;
}

int clinux_open_route_monitor(void) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0) return -errno;
    struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR};
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

int clinux_open_event(void) {
    int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

int clinux_open_pipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC) < 0 ? -errno : 0;
}
