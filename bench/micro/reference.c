/* What a parser in C takes for the heads that HotOperations parses: http_parser, which Node.js used up to version 12 and many proxies
 * still do. It only finds the parts and calls back; Weir's also holds them to RFC 9112 and keeps them by name. Prints nanoseconds a head. */
#include <http_parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { REPEATS = 500000, ROUNDS = 7 };

static const char request[] =
    "GET /service-99/items?page=2 HTTP/1.1\r\nHost: host-99.example\r\nUser-Agent: curl/8.5.0\r\n"
    "Accept: */*\r\nAccept-Encoding: gzip, br\r\nCookie: session=0123456789abcdef\r\n\r\n";
static const char response[] =
    "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Wed, 25 Nov 2026 12:00:00 GMT\r\nContent-Type: text/plain\r\n"
    "Content-Length: 126\r\nConnection: keep-alive\r\nCache-Control: no-store\r\n\r\n";

static struct { const char *at; size_t length; } parts[64];
static int count;

static int on_part(http_parser *parser, const char *at, size_t length) {
  (void)parser;
  parts[count & 63].at = at;
  parts[count++ & 63].length = length;
  return 0;
}

static int on_complete(http_parser *parser) {
  (void)parser;
  return 0;
}

static double now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void measure(const char *name, enum http_parser_type type, const char *head, size_t length) {
  http_parser_settings settings;
  http_parser_settings_init(&settings);
  settings.on_url = settings.on_status = settings.on_header_field = settings.on_header_value = on_part;
  settings.on_headers_complete = on_complete;
  double times[ROUNDS];
  for (int round = 0; round < ROUNDS; round++) {
    double start = now_ns();
    for (int i = 0; i < REPEATS; i++) {
      http_parser parser;
      http_parser_init(&parser, type);
      count = 0;
      if (http_parser_execute(&parser, &settings, head, length) != length) {
        fprintf(stderr, "%s: not parsed: %s\n", name, http_errno_description(HTTP_PARSER_ERRNO(&parser)));
        exit(1);
      }
    }
    times[round] = (now_ns() - start) / REPEATS;
  }
  qsort(times, ROUNDS, sizeof times[0], by_value);
  printf("%s: %.0f ns (median of %d rounds; %.0f to %.0f)\n", name, times[ROUNDS / 2], ROUNDS, times[0], times[ROUNDS - 1]);
}

int main(void) {
  printf("http_parser %d.%d.%d\n", HTTP_PARSER_VERSION_MAJOR, HTTP_PARSER_VERSION_MINOR, HTTP_PARSER_VERSION_PATCH);
  measure("parse request head", HTTP_REQUEST, request, sizeof request - 1);
  measure("parse response head", HTTP_RESPONSE, response, sizeof response - 1);
  return 0;
}
