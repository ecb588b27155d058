// tunnet TUN-A TUN-B DELAY-MS LOSS-PERCENT MBIT/S QUEUE-BYTES SEED
// A link in userspace between two TUN devices. In each direction: random loss, a queue that drops its tail before a
// bottleneck, a fixed delay. Prints READY; counts go to the error stream at its end.
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define UNDER_WAY 16384
#define BATCH 256
#define LONGEST_SLEEP_NS 50000000

typedef struct {
    uint64_t due;
    int length;
    unsigned char bytes[2048];
} packet;

typedef struct {
    int in, out;
    packet *ring;
    unsigned head, tail;
    uint64_t busy_until, random, seen, lost, dropped;
} direction;

static uint64_t delay_ns, queue_ns;
static double loss, bits_per_second;
static volatile sig_atomic_t stop;

static void on_signal(int number) {
    (void)number;
    stop = 1;
}

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static double dice(direction *d) { // xorshift
    d->random ^= d->random << 13;
    d->random ^= d->random >> 7;
    d->random ^= d->random << 17;
    return (d->random >> 11) / 9007199254740992.0;
}

static int open_tun(const char *name) {
    int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
    struct ifreq request;
    memset(&request, 0, sizeof request);
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    if (fd < 0 || ioctl(fd, TUNSETIFF, &request) < 0) {
        perror(name);
        exit(1);
    }
    return fd;
}

static void take(direction *d) {
    for (int i = 0; i < BATCH && d->tail - d->head < UNDER_WAY; i++) {
        packet *p = &d->ring[d->tail % UNDER_WAY];
        int length = read(d->in, p->bytes, sizeof p->bytes);
        if (length <= 0) return;
        uint64_t t = now();
        d->seen++;
        if (dice(d) < loss) {
            d->lost++;
            continue;
        }
        if (d->busy_until < t) d->busy_until = t;
        if (d->busy_until - t > queue_ns) {
            d->dropped++;
            continue;
        }
        d->busy_until += (uint64_t)(length * 8e9 / bits_per_second);
        p->due = d->busy_until + delay_ns;
        p->length = length;
        d->tail++;
    }
}

static void give(direction *d) {
    uint64_t t = now();
    while (d->head != d->tail && d->ring[d->head % UNDER_WAY].due <= t) {
        packet *p = &d->ring[d->head % UNDER_WAY];
        if (write(d->out, p->bytes, p->length) < 0) d->lost++;
        d->head++;
    }
}

int main(int count, char **word) {
    if (count < 8) {
        fprintf(stderr, "usage: tunnet TUN-A TUN-B DELAY-MS LOSS-PERCENT MBIT/S QUEUE-BYTES SEED\n");
        return 2;
    }
    int a = open_tun(word[1]), b = open_tun(word[2]);
    delay_ns = atof(word[3]) * 1e6;
    loss = atof(word[4]) / 100;
    bits_per_second = atof(word[5]) * 1e6;
    queue_ns = atof(word[6]) * 8e9 / bits_per_second;
    uint64_t seed = strtoull(word[7], NULL, 10) + 1;
    direction way[2] = {{.in = a, .out = b, .random = seed * 0x9E3779B97F4A7C15ull},
                        {.in = b, .out = a, .random = seed * 0xD1342543DE82EF95ull}};
    for (int i = 0; i < 2; i++) {
        way[i].ring = malloc(sizeof(packet) * UNDER_WAY);
        for (int k = 0; k < 64; k++) dice(&way[i]);
    }
    signal(SIGTERM, on_signal);
    signal(SIGINT, on_signal);
    puts("READY");
    fflush(stdout);
    while (!stop) {
        uint64_t t = now(), next = t + LONGEST_SLEEP_NS;
        for (int i = 0; i < 2; i++) {
            direction *d = &way[i];
            if (d->head != d->tail && d->ring[d->head % UNDER_WAY].due < next) next = d->ring[d->head % UNDER_WAY].due;
        }
        struct timespec wait = {0, next > t ? (long)(next - t) : 0};
        struct pollfd ready[2] = {{a, POLLIN, 0}, {b, POLLIN, 0}};
        ppoll(ready, 2, &wait, NULL);
        for (int i = 0; i < 2; i++) {
            if (ready[i].revents & POLLIN) take(&way[i]);
            give(&way[i]);
        }
    }
    for (int i = 0; i < 2; i++)
        fprintf(stderr, "way %d: %llu packets, %llu lost, %llu dropped\n", i, (unsigned long long)way[i].seen,
                (unsigned long long)way[i].lost, (unsigned long long)way[i].dropped);
    return 0;
}
