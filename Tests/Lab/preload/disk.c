// Preloaded into a program it stands before the disk: it counts the calls of fdatasync, delays them and lets them fail,
// as the numbers in the file $BOOTD_LAB_DISK say (lab/disk.py writes them).
#define _GNU_SOURCE
#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>

#include "numbers.h"

static struct disk {
    _Atomic uint64_t calls, microseconds, error;
} *disk;

__attribute__((constructor)) static void attach(void) { disk = numbers("BOOTD_LAB_DISK", sizeof *disk); }

int fdatasync(int fd) {
    if (disk) {
        disk->calls++;
        uint64_t wait = disk->microseconds;
        struct timespec left = {.tv_sec = wait / 1000000, .tv_nsec = wait % 1000000 * 1000};
        while (nanosleep(&left, &left) < 0 && errno == EINTR) continue;
        if (disk->error) {
            errno = (int)disk->error;
            return -1;
        }
    }
    return (int)syscall(SYS_fdatasync, fd);
}
