#define _GNU_SOURCE
#include "clinux.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

// A UDP socket without a peer is in TCP's state CLOSE.
enum { UNCONNECTED = 7 };

static int takes_ipv6_only(const struct nlmsghdr *header) {
    const struct inet_diag_msg *socket = NLMSG_DATA(header);
    int left = (int)NLMSG_PAYLOAD(header, sizeof *socket);
    for (struct rtattr *attribute = (struct rtattr *)(socket + 1); RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left))
        if (attribute->rta_type == INET_DIAG_SKV6ONLY && RTA_PAYLOAD(attribute) >= 1) return *(uint8_t *)RTA_DATA(attribute);
    return 0;
}

static int is_wanted(uint16_t port, const uint16_t *ports, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (ports[i] == port) return 1;
    return 0;
}

static int ask(int fd, uint8_t family) {
    struct {
        struct nlmsghdr header;
        struct inet_diag_req_v2 question;
    } request = {
        .header = {.nlmsg_len = sizeof request, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
        .question = {.sdiag_family = family, .sdiag_protocol = IPPROTO_UDP, .idiag_states = 1U << UNCONNECTED},
    };
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    return sendto(fd, &request, sizeof request, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0 ? -errno : 0;
}

struct list {
    struct clinux_udp_socket *sockets;
    size_t count, capacity;
    const uint16_t *ports;
    size_t port_count;
};

static void note(struct list *list, const struct nlmsghdr *header) {
    const struct inet_diag_msg *socket = NLMSG_DATA(header);
    if (header->nlmsg_len < NLMSG_LENGTH(sizeof *socket) || list->count == list->capacity) return;
    if (!is_wanted(ntohs(socket->id.idiag_sport), list->ports, list->port_count) || takes_ipv6_only(header)) return;
    struct clinux_udp_socket *entry = &list->sockets[list->count++];
    memset(entry, 0, sizeof *entry);
    entry->local.family = socket->idiag_family;
    entry->local.port = ntohs(socket->id.idiag_sport);
    memcpy(entry->local.address, socket->id.idiag_src, 16);
    entry->interface = socket->id.idiag_if;
    entry->cookie = (uint64_t)socket->id.idiag_cookie[1] << 32 | socket->id.idiag_cookie[0];
}

static int read_answers(int fd, struct list *list) {
    for (;;) {
        union { char octets[32768]; struct nlmsghdr aligned; } buffer;
        ssize_t size = recv(fd, &buffer, sizeof buffer, 0);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return -errno;
        size_t left = (size_t)size;
        for (struct nlmsghdr *header = &buffer.aligned; NLMSG_OK(header, left); header = NLMSG_NEXT(header, left)) {
            if (header->nlmsg_type == NLMSG_DONE) return 0;
            if (header->nlmsg_type == NLMSG_ERROR) {
                const struct nlmsgerr *error = NLMSG_DATA(header);
                return header->nlmsg_len >= NLMSG_LENGTH(sizeof *error) && error->error ? error->error : -EIO;
            }
            note(list, header);
        }
    }
}

int clinux_list_udp(const uint16_t *ports, size_t port_count, struct clinux_udp_socket *sockets, size_t capacity) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (fd < 0) return -errno;
    // The kernel has its answer ready when it is asked; this is for one that has none.
    struct timeval patience = {.tv_sec = 1};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    struct list list = {sockets, 0, capacity, ports, port_count};
    int error = ask(fd, AF_INET);
    if (error == 0) error = read_answers(fd, &list);
    if (error == 0) {
        error = ask(fd, AF_INET6);
        if (error == 0) error = read_answers(fd, &list);
        // A kernel without IPv6 has no such sockets.
        if (error == -ENOENT) error = 0;
    }
    close(fd);
    return error < 0 ? error : (int)list.count;
}

int clinux_socket_cookie(int fd, uint64_t *cookie) {
    socklen_t size = sizeof *cookie;
    return getsockopt(fd, SOL_SOCKET, SO_COOKIE, cookie, &size) < 0 ? -errno : 0;
}
