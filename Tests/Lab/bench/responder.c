/* The ceiling: answers DISCOVER with OFFER and REQUEST with ACK, and does nothing else. Usage: responder ADDRESS */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

enum { OP = 0, YIADDR = 16, GIADDR = 24, OPTIONS = 240, REPLY = 2, DISCOVER = 1, OFFER = 2, ACK = 5 };

static uint8_t message_type(const uint8_t *packet, ssize_t length) {
    for (ssize_t at = OPTIONS; at + 2 < length && packet[at] != 255; at += packet[at] == 0 ? 1 : 2 + packet[at + 1])
        if (packet[at] == 53)
            return packet[at + 2];
    return 0;
}

int main(int count, char **arguments) {
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(67)};
    if (count != 2 || inet_pton(AF_INET, arguments[1], &own.sin_addr) != 1)
        return 2;
    int link = socket(AF_INET, SOCK_DGRAM, 0), size = 8 << 20;
    setsockopt(link, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
    if (bind(link, (struct sockaddr *)&own, sizeof own) != 0)
        return 1;
    uint32_t next = ntohl(own.sin_addr.s_addr) + (1 << 16);
    uint8_t packet[1500];
    for (;;) {
        ssize_t length = recv(link, packet, sizeof packet, 0);
        if (length < OPTIONS)
            continue;
        uint8_t type = message_type(packet, length);
        uint32_t address = htonl(next++), lease = htonl(43200), mask = htonl(0xff000000);
        uint8_t *end = packet + OPTIONS;
        packet[OP] = REPLY;
        memcpy(packet + YIADDR, &address, 4);
        memcpy(end, (uint8_t[]){53, 1, type == DISCOVER ? OFFER : ACK, 54, 4}, 5);
        memcpy(end += 5, &own.sin_addr, 4);
        memcpy(end += 4, (uint8_t[]){51, 4}, 2);
        memcpy(end += 2, &lease, 4);
        memcpy(end += 4, (uint8_t[]){1, 4}, 2);
        memcpy(end += 2, &mask, 4);
        end[4] = 255;
        memset(end + 5, 0, packet + 300 - (end + 5));
        struct sockaddr_in relay = {.sin_family = AF_INET, .sin_port = htons(67)};
        memcpy(&relay.sin_addr, packet + GIADDR, 4);
        sendto(link, packet, 300, 0, (struct sockaddr *)&relay, sizeof relay);
    }
}
