// All fixed limits of the product with their arithmetic and reason, so that worst-case memory can be
// added up in one place. Ranges of configuration keys are taken from here.

namespace Weir.Configuration;

/// <summary>Fixed limits. Bytes and milliseconds as the names say.</summary>
public static class Limits
{
    // --- Buffers -------------------------------------------------------------------------------

    /// <summary>
    /// One I/O block. 64 KiB is about what one receive takes off a busy loopback or 10 GbE socket: below it
    /// system calls dominate a bulk transfer, above it the copy leaves the L2 cache. Less 24 bytes for the array's own head and 7 cache
    /// lines, so that the heads in neighbouring blocks do not all fall on the same few places of the caches: 4 % of a request's CPU time.
    /// </summary>
    public const int BlockBytes = (64 * 1024) - 24 - (7 * 64);

    /// <summary>
    /// Kept free before received bytes, so that the head that goes on (with Via, X-Forwarded-*, Host, X-Request-Id, traceparent) fits
    /// in front of the body that came with it, without moving that.
    /// </summary>
    public const int BlockHeadroomBytes = 2 * 1024;

    /// <summary>
    /// Kept free after received bytes for what framing adds: a chunk's end (2), the last chunk (5) and room to
    /// spare, rounded up to a cache line.
    /// </summary>
    public const int BlockTailroomBytes = 64;

    /// <summary>What a receive may fill: 65,064 − 2,048 − 64 = 62,952 bytes.</summary>
    public const int BlockPayloadBytes = BlockBytes - BlockHeadroomBytes - BlockTailroomBytes;

    /// <summary>
    /// What one multishot receive of io_uring takes at a time: heads and small messages fit. 4,096 − 64, so that neighbours do not all
    /// begin at the same place of the processor's cache.
    /// </summary>
    public const int UringBufferBytes = 4 * 1024 - 64;

    /// <summary>
    /// Such buffers of one reactor at most, 2,048 × 4,032 = 7.9 MiB; they hold bytes for the moment between the kernel's receive and the
    /// owner's turn. A power of two, as the kernel asks.
    /// </summary>
    public const int UringBuffers = 2 * 1024;

    // --- Pipes -----------------------------------------------------------------------------------

    /// <summary>
    /// Room of a pipe, the most that an unprivileged user gets (pipe-max-size, pipe(7)): 256 slots of a page or of one packet's piece each,
    /// so that one system call moves 370 KB even when every piece is one Ethernet frame's 1,448 bytes.
    /// </summary>
    public const int PipeBytes = 1024 * 1024;

    /// <summary>
    /// Pipes of one reactor, two descriptors each: 64 × 256 pages are the 16,384 that an unprivileged user gets in all
    /// (pipe-user-pages-soft, pipe(7)). Who finds no pipe goes on copying.
    /// </summary>
    public const int MaxPipes = 64;

    /// <summary>A direction that moves that much without an answer is bulky: about four blocks are copied before its first pipe is worth its opening.</summary>
    public const int BulkAfterBytes = 256 * 1024;

    /// <summary>
    /// A receive below this is small: a quarter of a block is where a copy costs about as much as the further system calls of a pipe, and the
    /// pipe is free for somebody who needs it.
    /// </summary>
    public const int BulkFloorBytes = 16 * 1024;

    /// <summary>Small receives in a row that end bulk: its last piece is often small, and so is one now and then where the machine is busy.</summary>
    public const int SmallReceivesToLeaveBulk = 4;

    /// <summary>
    /// What io_uring lets gather on a socket that fills pipes before it looks (SO_RCVLOWAT): a quarter of the pipe, so that its 256 slots
    /// hold that much even in pieces of 1 KB, and 40 looks move 10 MB.
    /// </summary>
    public const int GatherBytes = 256 * 1024;

    /// <summary>
    /// How long bulk may gather at most. 256 KB in 2 ms are 131 MB a second, all of a gigabit link; what comes slower is delivered in smaller
    /// pieces. It is also the longest that the last bytes of a transfer wait.
    /// </summary>
    public const int GatherMostUs = 2_000;

    /// <summary>How long it may gather at least, however fast it came so far: a few turns of a busy loop.</summary>
    public const int GatherLeastUs = 200;

    // --- Files -----------------------------------------------------------------------------------

    /// <summary>
    /// What a configuration file may hold: a million backends at 60 bytes each. More is another file, or a device that never ends.
    /// </summary>
    public const int MaxConfigBytes = 64 * 1024 * 1024;

    /// <summary>For one reading of a file: a disk that spins up answers within 8 s, and who waits at a terminal or a signal has patience for 10.</summary>
    public const int FileReadMs = 10_000;

    // --- Listeners -----------------------------------------------------------------------------

    /// <summary>Below this an ordinary browser's request does not fit.</summary>
    public const int MinHeaderBytes = 1024;

    /// <summary>
    /// A head must fit one block together with what is added when it goes on: 32,768 leaves 30,184 of the 62,952 payload
    /// bytes for it, even when every forwarded header is replaced.
    /// </summary>
    public const int MaxHeaderBytes = 32 * 1024;

    public const int MaxPort = 65_535;

    // --- Responses -----------------------------------------------------------------------------

    /// <summary>A backend's response head must fit one block with room for what is added; larger ones are refused as a protocol error.</summary>
    public const int MaxResponseHeadBytes = 32 * 1024;

    // --- Flight recorder -----------------------------------------------------------------------

    /// <summary>
    /// Steps kept of a request: 8 without trouble, 2 for each backend that fails. 32 × 24 bytes are under 1 KB for each request
    /// under way, none for an idle connection.
    /// </summary>
    public const int FlightTraceSteps = 32;

    /// <summary>
    /// Method, host and path kept of a request, to show them should it fail: enough to tell requests apart. A long host leaves some 220
    /// bytes to the path.
    /// </summary>
    public const int FlightTraceRequestBytes = 512;

    /// <summary>Of a host that is shown: 255 bytes of a name (RFC 1035 §2.3.4), colon and port, the most that the parser takes.</summary>
    public const int HostTextBytes = 261;

    /// <summary>Of a user agent or referer that is told in the access log: browsers send 100 to 200, nobody reads more than this.</summary>
    public const int AccessFieldBytes = 1024;

    /// <summary>
    /// Between two recorded failures of one code on one worker. 12 codes × 20 a second × about 2 KB are under 0.5 MB a second of
    /// garbage in the worst storm.
    /// </summary>
    public const int FailureRecordIntervalMs = 50;

    /// <summary>Failures kept of each code, so that a storm of one hides no other: 12 × 32 × about 2 KB are under 1 MB.</summary>
    public const int FailuresKeptPerCode = 32;

    // --- Ranges of configuration keys ------------------------------------------------------------

    /// <summary>The deepest valid file has 6 levels (root, listeners, listener, routes, route, value).</summary>
    public const int MaxConfigDepth = 32;

    /// <summary>Names are labels of metrics and path segments of the admin API.</summary>
    public const int MaxNameChars = 128;

    /// <summary>listen(2) takes an int, the kernel cuts it at net.core.somaxconn; a million is past any use.</summary>
    public const int MaxBacklog = 1_000_000;

    /// <summary>
    /// 2^24 connections for one listener or backend: sixteen times the kernel's default ceiling of descriptors for one
    /// process (fs.nr_open, 2^20), and small enough that sums over all workers stay inside an int.
    /// </summary>
    public const int MaxConnections = 1 << 24;

    /// <summary>A client that must send faster than a gigabyte a second is none that a listener is for.</summary>
    public const int MaxMinDataRate = 1_000_000_000;

    /// <summary>2^53 − 1, the largest integer that every JSON reader keeps exactly; 8 PiB.</summary>
    public const long MaxBodyBytes = (1L << 53) - 1;

    /// <summary>HAProxy's range: percentages fit, and 65,536 backends × 256 stays inside an int.</summary>
    public const int MaxWeight = 256;

    /// <summary>Between one source address and one backend there are at most 65,535 ports.</summary>
    public const int MaxConnectionPoolSize = MaxPort;

    /// <summary>Checks in a row; at the default interval a thousand of them are 83 minutes.</summary>
    public const int MaxThreshold = 1000;

    /// <summary>Each retry sends the whole request once more.</summary>
    public const int MaxRetries = 100;

    /// <summary>Those who wait hold a session each; a million of them is some 2 GiB.</summary>
    public const int MaxQueue = 1_000_000;

    /// <summary>Past any machine's cores that one process would be given.</summary>
    public const int MaxReactorThreads = 1024;

    /// <summary>One millisecond is the grain of all deadlines.</summary>
    public const long MinDurationMs = 1;

    /// <summary>One year: 365 × 86,400,000. Sums of two such stay far inside a long.</summary>
    public const long MaxDurationMs = 365L * 24 * 60 * 60 * 1000;

    /// <summary>sun_path has 108 bytes, the last of which is the NUL; see unix(7).</summary>
    public const int MaxUnixPathBytes = 107;

    /// <summary>RFC 1035, section 2.3.4.</summary>
    public const int MaxHostNameChars = 253;

    /// <summary>RFC 1035, section 2.3.4.</summary>
    public const int MaxHostLabelChars = 63;

    /// <summary>The three digits of a status code; 1xx and above, RFC 9110, section 15.</summary>
    public const int MinStatus = 100;

    /// <summary>RFC 9110, section 15.</summary>
    public const int MaxStatus = 599;

    /// <summary>An operator's reason: a sentence or two, and a hundred thousand of them are no burden.</summary>
    public const int MaxReasonChars = 256;

    /// <summary>An hour: a deployment or a reboot is over by then, and what is still drained was probably forgotten.</summary>
    public const long ForgottenDrainMs = 60 * 60 * 1000;

    // --- Slow clients ----------------------------------------------------------------------------

    /// <summary>
    /// How long a client may be waited for before its rate counts: a phone in a tunnel catches up in half a minute, and at the default
    /// 100 bytes a second a client that holds a connection on purpose must pay for it.
    /// </summary>
    public const int DataRateGraceMs = 30_000;

    // --- Warm connections ------------------------------------------------------------------------

    /// <summary>
    /// Fresh connections in a row that a backend closes unused before none are kept ready there. Far below max_connect_errors of MySQL
    /// (100 by default), which counts each; above one and two, which a restart may bring.
    /// </summary>
    public const int MaxWarmLosses = 3;

    /// <summary>How long none are kept ready then; afterwards the next client finds out whether that has changed.</summary>
    public const int WarmPauseMs = 600_000;

    // --- Closing ---------------------------------------------------------------------------------

    /// <summary>How long a client may be silent in a lingering close, which reads its leftover input (RFC 9112 §9.6): one that sends no more has its answer.</summary>
    public const int LingerMs = 2_000;

    /// <summary>
    /// How long a lingering close goes on for a client that keeps sending at <c>minDataRate</c>: a browser looks for the answer to a refused
    /// upload only when all is sent or the connection stalls, nginx's lingering_time.
    /// </summary>
    public const int LingerMostMs = 30_000;

    /// <summary>From look to look at whether a peer has acknowledged all before it is reset: a few round trips, as often as deadlines are scanned.</summary>
    public const int LateResetLookMs = 100;

    /// <summary>Looks before a reset comes anyway: 300 × 100 ms, as long as a lingering close.</summary>
    public const int LateResetLooks = LingerMostMs / LateResetLookMs;

    /// <summary>
    /// A client's FIN this soon after its request is a half-close, and the request is answered; later, while the response is awaited, it
    /// means that the client left (docs/adr/0008).
    /// </summary>
    public const int HalfCloseWindowMs = 100;

    /// <summary>
    /// While draining, a client connection is closed once it has been idle this long: more than a round trip across an ocean and a
    /// client's pause between two requests, and still a short wait for whoever ends the process.
    /// </summary>
    public const int DrainIdleMs = 500;
}
