#define _GNU_SOURCE
#include "clinux.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static socklen_t to_native(const struct clinux_endpoint *endpoint, struct sockaddr_storage *native) {
    memset(native, 0, sizeof *native);
    if (endpoint->family == AF_INET) {
        struct sockaddr_in *in = (struct sockaddr_in *)native;
        in->sin_family = AF_INET;
        in->sin_port = htons(endpoint->port);
        memcpy(&in->sin_addr, endpoint->address, 4);
        return sizeof *in;
    }
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)native;
    in6->sin6_family = AF_INET6;
    in6->sin6_port = htons(endpoint->port);
    memcpy(&in6->sin6_addr, endpoint->address, 16);
    in6->sin6_scope_id = endpoint->scope;
    return sizeof *in6;
}

static void from_native(const struct sockaddr_storage *native, struct clinux_endpoint *endpoint) {
    memset(endpoint, 0, sizeof *endpoint);
    endpoint->family = native->ss_family;
    if (native->ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)native;
        memcpy(endpoint->address, &in->sin_addr, 4);
        endpoint->port = ntohs(in->sin_port);
    } else if (native->ss_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)native;
        memcpy(endpoint->address, &in6->sin6_addr, 16);
        endpoint->port = ntohs(in6->sin6_port);
        endpoint->scope = in6->sin6_scope_id;
    }
}

static int set(int fd, int level, int option, int value) {
    return setsockopt(fd, level, option, &value, sizeof value) < 0 ? -errno : 0;
}

static int family_of(int fd) {
    int family = 0;
    socklen_t size = sizeof family;
    return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &size) < 0 ? -errno : family;
}

static int open_bound(const struct clinux_endpoint *local, int type, int reuse) {
    int fd = socket(local->family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    struct sockaddr_storage native;
    socklen_t size = to_native(local, &native);
    if (reuse) set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    if (local->family == AF_INET6) set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    if (bind(fd, (struct sockaddr *)&native, size) < 0 || (type == SOCK_STREAM && listen(fd, 1024) < 0)) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

int clinux_open_datagram(const struct clinux_endpoint *local, int reuse) { return open_bound(local, SOCK_DGRAM, reuse); }

int clinux_open_stream_listener(const struct clinux_endpoint *local) { return open_bound(local, SOCK_STREAM, 1); }

int clinux_open_stream(const struct clinux_endpoint *peer) {
    int fd = socket(peer->family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    struct sockaddr_storage native;
    socklen_t size = to_native(peer, &native);
    if (connect(fd, (struct sockaddr *)&native, size) < 0 && errno != EINPROGRESS) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

int clinux_connect_result(int fd) {
    int error = 0;
    socklen_t size = sizeof error;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0 ? -errno : -error;
}

int clinux_request_packet_info(int fd) {
    int family = family_of(fd);
    if (family < 0) return family;
    // An IPv6 socket that takes IPv4 too answers mapped addresses in the IPv6 control message.
    return family == AF_INET6 ? set(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1) : set(fd, IPPROTO_IP, IP_PKTINFO, 1);
}

int clinux_allow_broadcast(int fd) { return set(fd, SOL_SOCKET, SO_BROADCAST, 1); }

int clinux_request_buffer(int fd, int bytes) {
    return set(fd, SOL_SOCKET, SO_RCVBUFFORCE, bytes) < 0 ? set(fd, SOL_SOCKET, SO_RCVBUF, bytes) : 0;
}

int clinux_local_endpoint(int fd, struct clinux_endpoint *local) {
    struct sockaddr_storage native;
    socklen_t size = sizeof native;
    if (getsockname(fd, (struct sockaddr *)&native, &size) < 0) return -errno;
    from_native(&native, local);
    return 0;
}

int clinux_is_ipv6(int fd) {
    int domain = 0;
    socklen_t size = sizeof domain;
    return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_INET6;
}

int clinux_connect(int fd, const struct clinux_endpoint *peer) {
    struct sockaddr_storage native;
    socklen_t size = to_native(peer, &native);
    return connect(fd, (struct sockaddr *)&native, size) < 0 ? -errno : 0;
}

// What the kernel needs of us for one datagram besides its octets.
struct envelope {
    struct sockaddr_storage peer;
    _Alignas(struct cmsghdr) char control[64];
    struct iovec part;
};

static struct msghdr incoming(struct envelope *envelope, void *buffer, size_t size) {
    memset(&envelope->peer, 0, sizeof envelope->peer);
    envelope->part = (struct iovec){buffer, size};
    return (struct msghdr){
        &envelope->peer, sizeof envelope->peer, &envelope->part, 1, envelope->control, sizeof envelope->control, 0};
}

static void note(struct msghdr *message, size_t size, struct clinux_datagram *datagram) {
    memset(datagram, 0, sizeof *datagram);
    datagram->size = size;
    from_native(message->msg_name, &datagram->source);
    for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
        if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
            struct in_pktinfo info;
            memcpy(&info, CMSG_DATA(c), sizeof info);
            datagram->interface = (uint32_t)info.ipi_ifindex;
            memcpy(datagram->local, &info.ipi_spec_dst, 4);
        } else if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
            struct in6_pktinfo info;
            memcpy(&info, CMSG_DATA(c), sizeof info);
            datagram->interface = info.ipi6_ifindex;
            memcpy(datagram->local, &info.ipi6_addr, 16);
        }
    }
}

ssize_t clinux_receive(int fd, void *buffer, size_t size, struct clinux_datagram *datagram) {
    struct envelope envelope;
    struct msghdr message = incoming(&envelope, buffer, size);
    ssize_t count = recvmsg(fd, &message, MSG_DONTWAIT | MSG_TRUNC);
    if (count < 0) return -errno;
    note(&message, (size_t)count, datagram);
    return count;
}

int clinux_receive_many(int fd, void *buffer, size_t size, struct clinux_datagram *datagrams, size_t count) {
    struct envelope envelopes[CLINUX_BATCH];
    struct mmsghdr messages[CLINUX_BATCH];
    if (count > CLINUX_BATCH) count = CLINUX_BATCH;
    for (size_t i = 0; i < count; i++) messages[i].msg_hdr = incoming(&envelopes[i], (char *)buffer + i * size, size);
    int received = recvmmsg(fd, messages, (unsigned)count, MSG_DONTWAIT | MSG_TRUNC, NULL);
    if (received < 0) return -errno;
    for (int i = 0; i < received; i++) note(&messages[i].msg_hdr, messages[i].msg_len, &datagrams[i]);
    return received;
}

static struct msghdr outgoing(struct envelope *envelope, const void *octets, size_t count,
                              const struct clinux_endpoint *destination, const uint8_t *local, uint32_t interface) {
    envelope->part = (struct iovec){(void *)octets, count};
    struct msghdr message = {NULL, 0, &envelope->part, 1, NULL, 0, 0};
    if (!destination) return message;
    message.msg_name = &envelope->peer;
    message.msg_namelen = to_native(destination, &envelope->peer);
    if (!local) return message;
    memset(envelope->control, 0, sizeof envelope->control);
    message.msg_control = envelope->control;
    message.msg_controllen = sizeof envelope->control;
    struct cmsghdr *c = CMSG_FIRSTHDR(&message);
    if (destination->family == AF_INET) {
        struct in_pktinfo info = {.ipi_ifindex = (int)interface};
        memcpy(&info.ipi_spec_dst, local, 4);
        c->cmsg_level = IPPROTO_IP;
        c->cmsg_type = IP_PKTINFO;
        c->cmsg_len = CMSG_LEN(sizeof info);
        memcpy(CMSG_DATA(c), &info, sizeof info);
        message.msg_controllen = CMSG_SPACE(sizeof info);
    } else {
        struct in6_pktinfo info = {.ipi6_ifindex = interface};
        memcpy(&info.ipi6_addr, local, 16);
        c->cmsg_level = IPPROTO_IPV6;
        c->cmsg_type = IPV6_PKTINFO;
        c->cmsg_len = CMSG_LEN(sizeof info);
        memcpy(CMSG_DATA(c), &info, sizeof info);
        message.msg_controllen = CMSG_SPACE(sizeof info);
    }
    return message;
}

ssize_t clinux_send(int fd, const void *octets, size_t count, const struct clinux_endpoint *destination,
                    const uint8_t *local, uint32_t interface) {
    struct envelope envelope;
    struct msghdr message = outgoing(&envelope, octets, count, destination, local, interface);
    ssize_t sent = sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    return sent < 0 ? -errno : sent;
}

int clinux_send_many(int fd, const uint8_t *octets, const struct clinux_outgoing *datagrams, size_t count) {
    struct envelope envelopes[CLINUX_BATCH];
    struct mmsghdr messages[CLINUX_BATCH];
    if (count > CLINUX_BATCH) count = CLINUX_BATCH;
    for (size_t i = 0; i < count; i++) {
        const struct clinux_outgoing *one = &datagrams[i];
        messages[i].msg_hdr =
            outgoing(&envelopes[i], octets + one->start, one->size, &one->destination, one->local, one->interface);
    }
    int sent = sendmmsg(fd, messages, (unsigned)count, MSG_DONTWAIT | MSG_NOSIGNAL);
    return sent < 0 ? -errno : sent;
}
