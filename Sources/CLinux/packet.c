#define _GNU_SOURCE
#include "clinux.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/icmp.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int failed(int fd) {
    int error = errno;
    close(fd);
    return -error;
}

// Protocol 0 receives nothing: a filter is in place before the first packet comes.
static int open_packet(void) {
    int fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    return fd < 0 ? -errno : fd;
}

static int listen_to(int fd, uint16_t protocol, uint32_t interface) {
    struct sockaddr_ll link = {.sll_family = AF_PACKET, .sll_protocol = htons(protocol), .sll_ifindex = (int)interface};
    return bind(fd, (struct sockaddr *)&link, sizeof link) < 0 ? failed(fd) : fd;
}

int clinux_open_packet_sender(void) { return open_packet(); }

int clinux_open_arp(uint32_t interface, uint8_t hardware[6]) {
    int fd = open_packet();
    if (fd < 0 || (fd = listen_to(fd, ETHERTYPE_ARP, interface)) < 0) return fd;
    struct sockaddr_ll link;
    socklen_t size = sizeof link;
    memset(&link, 0, sizeof link);
    if (getsockname(fd, (struct sockaddr *)&link, &size) < 0) return failed(fd);
    if (link.sll_hatype != ARPHRD_ETHER || link.sll_halen != 6) {
        errno = EPROTOTYPE;
        return failed(fd);
    }
    memcpy(hardware, link.sll_addr, 6);
    return fd;
}

// What DHCP servers say to clients (port 68) and to relays (port 67). The kernel drops the rest before it copies anything.
int clinux_open_server_watch(void) {
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_UDP, 0, 9),
        BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 6),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x1FFF, 7, 0),
        BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
        BPF_STMT(BPF_LD | BPF_W | BPF_IND, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 67 << 16 | 68, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 67 << 16 | 67, 0, 3),
        // BOOTREPLY
        BPF_STMT(BPF_LD | BPF_B | BPF_IND, 8),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0xFFFF),
        BPF_STMT(BPF_RET | BPF_K, 0),
    };
    struct sock_fprog filter = {sizeof program / sizeof *program, program};
    int fd = open_packet();
    if (fd < 0) return fd;
    if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) < 0) return failed(fd);
    return listen_to(fd, ETHERTYPE_IP, 0);
}

// The interface is 0 for a frame that is not for us: of another machine, or of a VLAN that this host has no interface in.
ssize_t clinux_receive_packet(int fd, void *buffer, size_t size, uint32_t *interface) {
    struct sockaddr_ll link;
    socklen_t length = sizeof link;
    memset(&link, 0, sizeof link);
    ssize_t count = recvfrom(fd, buffer, size, MSG_DONTWAIT | MSG_TRUNC, (struct sockaddr *)&link, &length);
    if (count < 0) return -errno;
    int is_ours = link.sll_pkttype != PACKET_OTHERHOST && link.sll_pkttype != PACKET_OUTGOING;
    *interface = is_ours ? (uint32_t)link.sll_ifindex : 0;
    return count;
}

static ssize_t send_packet(int fd, uint16_t protocol, uint32_t interface, const uint8_t *hardware, const void *packet,
                           size_t count) {
    struct sockaddr_ll link = {
        .sll_family = AF_PACKET, .sll_protocol = htons(protocol), .sll_ifindex = (int)interface, .sll_halen = 6};
    memcpy(link.sll_addr, hardware, 6);
    ssize_t sent = sendto(fd, packet, count, MSG_DONTWAIT, (struct sockaddr *)&link, sizeof link);
    return sent < 0 ? -errno : sent;
}

ssize_t clinux_send_ipv4(int fd, uint32_t interface, const uint8_t *hardware, const void *packet, size_t count) {
    return send_packet(fd, ETHERTYPE_IP, interface, hardware, packet, count);
}

ssize_t clinux_broadcast_arp(int fd, uint32_t interface, const void *packet, size_t count) {
    static const uint8_t everybody[6] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    return send_packet(fd, ETHERTYPE_ARP, interface, everybody, packet, count);
}

int clinux_open_ping(void) {
    int fd = socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_ICMP);
    if (fd < 0) return -errno;
    struct icmp_filter filter = {~(1U << ICMP_ECHOREPLY)};
    return setsockopt(fd, SOL_RAW, ICMP_FILTER, &filter, sizeof filter) < 0 ? failed(fd) : fd;
}
