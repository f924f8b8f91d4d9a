// What Swift's Glibc module lacks: control messages, AF_PACKET, openat2, and starting a process with sockets.
// Every function answers a result of 0 or more, or a negative errno.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// An address and port of either family; `address` in network order, IPv4 in its first four octets.
struct clinux_endpoint {
    int32_t family;
    uint8_t address[16];
    uint16_t port;
    uint32_t scope;
};

/// Where a datagram came from, and where it arrived.
struct clinux_datagram {
    struct clinux_endpoint source;
    uint8_t local[16];
    uint32_t interface;
    /// How long it was, more than there was room for if it was cut.
    size_t size;
};

/// A datagram to be sent, as clinux_send sends one; its octets begin at `start` of those of all.
struct clinux_outgoing {
    struct clinux_endpoint destination;
    uint8_t local[16];
    uint32_t interface;
    size_t start;
    size_t size;
};

/// So many datagrams are received or sent by one system call at most.
#define CLINUX_BATCH 32

int clinux_open_datagram(const struct clinux_endpoint *local, int reuse);
int clinux_open_stream_listener(const struct clinux_endpoint *local);
/// Begins a TCP connection, which is there when the descriptor can be written to and clinux_connect_result answers 0.
int clinux_open_stream(const struct clinux_endpoint *peer);
int clinux_connect_result(int fd);
int clinux_request_packet_info(int fd);
int clinux_allow_broadcast(int fd);
int clinux_request_buffer(int fd, int bytes);
int clinux_local_endpoint(int fd, struct clinux_endpoint *local);
/// 1 for a socket of IPv6, or of both.
int clinux_is_ipv6(int fd);
int clinux_connect(int fd, const struct clinux_endpoint *peer);
ssize_t clinux_receive(int fd, void *buffer, size_t size, struct clinux_datagram *datagram);
/// Receives up to `count` datagrams, each into `size` octets of `buffer`, and answers how many came.
int clinux_receive_many(int fd, void *buffer, size_t size, struct clinux_datagram *datagrams, size_t count);
/// Sends up to `count` datagrams and answers how many left; an error is that of the first.
int clinux_send_many(int fd, const uint8_t *octets, const struct clinux_outgoing *datagrams, size_t count);
ssize_t clinux_send(int fd, const void *octets, size_t count, const struct clinux_endpoint *destination,
                    const uint8_t *local, uint32_t interface);

int clinux_open_packet_sender(void);
ssize_t clinux_send_ipv4(int fd, uint32_t interface, const uint8_t *hardware, const void *packet, size_t count);
/// Opens a socket for the ARP packets of an Ethernet interface; `hardware` becomes that interface's address.
int clinux_open_arp(uint32_t interface, uint8_t hardware[6]);
ssize_t clinux_broadcast_arp(int fd, uint32_t interface, const void *packet, size_t count);
/// Opens a socket for what DHCP servers send, on all interfaces: IPv4 packets, header and all.
int clinux_open_server_watch(void);
/// Takes a packet without its link header, and where it came in: 0 when it is not meant for this host.
ssize_t clinux_receive_packet(int fd, void *buffer, size_t size, uint32_t *interface);
/// Opens a raw socket that receives ICMP echo replies.
int clinux_open_ping(void);

/// A UDP socket of our network namespace. `interface` is the one that it is bound to, or 0.
struct clinux_udp_socket {
    struct clinux_endpoint local;
    uint32_t interface;
    uint64_t cookie;
};

/// Lists the sockets that take IPv4 datagrams of anybody on one of the ports, at most `capacity`, and answers how many.
int clinux_list_udp(const uint16_t *ports, size_t port_count, struct clinux_udp_socket *sockets, size_t capacity);
/// The number that tells a socket from all others while the machine runs.
int clinux_socket_cookie(int fd, uint64_t *cookie);

int clinux_open_below(int directory, const char *path);
int clinux_open_directory(const char *path);

int clinux_listen_unix(const char *path, uint32_t mode);
int clinux_connect_unix(const char *path);
int clinux_accept(int fd);
int clinux_peer(int fd, uint32_t *uid, uint32_t *gid, int32_t *pid);

/// The interface that a socket of another process is bound to (SO_BINDTODEVICE), in `name`: empty when it is to none.
int clinux_socket_device(pid_t pid, int fd, char name[16]);

int clinux_open_route_monitor(void);
int clinux_open_event(void);
int clinux_open_pipe(int ends[2]);

/// Starts a program with `fds` as descriptors 3 and up, and LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES set. `identity` is
/// {uid, gid}, or NULL to stay who we are; `groups` are the supplementary groups then.
pid_t clinux_spawn(const char *path, char *const *arguments, char *const *environment, const int *fds, size_t count,
                   const char *names, const uint32_t *identity, const uint32_t *groups, size_t group_count);
int clinux_wait(pid_t pid, int *status);
int clinux_open_pidfd(pid_t pid);
