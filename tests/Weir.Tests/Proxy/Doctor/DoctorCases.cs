// A case for each rule of the doctor.
using Weir.Proxy.Doctor;

namespace Weir.Tests.Proxy.Doctor;

internal static class DoctorCases
{
    private const string Cluster = "clusters.default";
    private const string Listener = "listeners.default";

    private static readonly string s_plain = Config();

    public static DoctorCase[] All { get; } =
    [
        new(
            "admin-beyond-loopback",
            Config("", "", "\"admin\": { \"address\": \"0.0.0.0:9001\", \"token\": \"abc\" }"),
            Config("", "", "\"admin\": { \"address\": \"[::1]:9001\" }"),
            "weir.json:4:23",
            "admin.address",
            "0.0.0.0:9001"
        ),
        new(
            "backlog-cut",
            Config("\"backlog\": 4096"),
            Config("\"backlog\": 128"),
            "weir.json:2:69",
            Listener,
            "the kernel gives 128"
        )
        {
            Facts = Host(new HostFacts { Somaxconn = 128 }),
        },
        new("backends-down", s_plain, null, "backend_health_status", Cluster, "1 of 2 backends")
        {
            Facts = DoctorLooks.Facts(isHealthy: false),
        },
        new(
            "check-slower-than-interval",
            Config("", "\"healthCheck\": { \"type\": \"http\", \"timeout\": 6 }"),
            Config("", "\"healthCheck\": { \"type\": \"http\", \"timeout\": 4 }"),
            "weir.json:3:63",
            Cluster,
            "may take 6s"
        ),
        new(
            "config-rejected",
            s_plain,
            null,
            "weir_config_reloads_total",
            "file",
            "since 15:27 UTC: weir.json:7:62: error unknown-key: x; a restart would fail"
        )
        {
            Facts = new DoctorFacts
            {
                RejectedConfig =
                    "the file on disk is invalid since 15:27 UTC: weir.json:7:62: error unknown-key: x",
            },
        },
        new(
            "connect-only-check",
            s_plain,
            Config("", "\"healthCheck\": { \"type\": \"http\" }"),
            "default of healthCheck.type",
            Cluster,
            "only connect"
        ),
        new(
            "debug-log",
            Config("", "", "\"logging\": { \"level\": \"debug\" }"),
            s_plain,
            "weir.json:4:23",
            "logging.level",
            "logged"
        ),
        new(
            "drain-too-short",
            s_plain,
            Config("", "", "\"shutdown\": { \"drainSeconds\": 60 }"),
            "default of shutdown.drainSeconds",
            "shutdown.drainSeconds",
            "may take 60s"
        ),
        new(
            "fail-open",
            Config("", "\"whenAllUnhealthy\": \"failOpen\""),
            s_plain,
            "weir.json:3:39",
            Cluster,
            "/readyz"
        ),
        new(
            "backend-flapping",
            s_plain,
            null,
            "weir_health_transitions_total",
            "clusters.default.h:1",
            "3 times in 300 s"
        )
        {
            Facts = DoctorLooks.Facts(falls: 3),
        },
        new("forgotten-drain", s_plain, null, "operator", "backends.web/h:1", "by x: disk swap")
        {
            Facts = new DoctorFacts
            {
                Held = [new("web", "h:1", "drain", 3_600_001, new(1_000_000, "x", "disk swap"))],
            },
        },
        new(
            "idle-never",
            Config("", "\"connectionIdleTimeout\": 0"),
            s_plain,
            "weir.json:3:44",
            "loadBalancer.connectionIdleTimeout",
            "never closed"
        ),
        new(
            "io-uring-forbidden",
            Config("", "", "\"reactor\": { \"engine\": \"io_uring\" }"),
            s_plain,
            "weir.json:4:24",
            "reactor.engine",
            "forbids"
        )
        {
            Facts = Host(new HostFacts { IsIoUringForbidden = true }),
        },
        new(
            "listener-beyond-loopback",
            Config(address: "0.0.0.0:9000"),
            Config("\"maxConnections\": 100", address: "0.0.0.0:9000"),
            "default of maxConnections",
            Listener,
            "0.0.0.0:9000"
        ),
        new(
            "few-local-ports",
            Config("", "\"maxConnections\": 30000"),
            Config("", "\"maxConnections\": 20000"),
            "weir.json:3:37",
            Cluster,
            "28232 source ports"
        )
        {
            Facts = Host(new HostFacts { LocalPorts = 28_232 }),
        },
        new(
            "low-file-limit",
            Config("\"maxConnections\": 1000"),
            Config("\"maxConnections\": 10"),
            "RLIMIT_NOFILE",
            "reactor",
            "need 3020"
        )
        {
            Facts = Host(new HostFacts { OpenFilesLimit = 2048 }),
        },
        new(
            "no-weight",
            """{ "listen": { "port": 1 }, "backends": [ { "address": "h:1", "weight": 0 } ] }""",
            s_plain,
            "weir.json:1:40",
            Cluster,
            "503"
        ),
        new(
            "pool-below-limit",
            Config("", "\"maxConnections\": 100"),
            Config("", "\"maxConnections\": 100, \"connectionPoolSize\": 50"),
            "default of connectionPoolSize",
            Cluster,
            "keeps 10"
        ),
        new(
            "pool-off",
            Config("", "\"connectionPoolSize\": 0"),
            s_plain,
            "weir.json:3:41",
            Cluster,
            "keeps no connections"
        ),
        new(
            "pool-outlives-backend",
            Config("", "\"connectionIdleTimeout\": 76"),
            s_plain,
            "weir.json:3:44",
            Cluster,
            "for 76s"
        ),
        new(
            "pool-overflow",
            s_plain,
            null,
            "default of connectionPoolSize",
            Cluster,
            "7 connections"
        )
        {
            Facts = DoctorLooks.Facts(overflow: 7),
        },
        new(
            "requests-refused",
            Config("", "\"maxConnections\": 2"),
            null,
            "weir.json:3:37",
            Cluster,
            "19 of 100 requests to cluster default (19 %)"
        )
        {
            Facts = DoctorLooks.Facts(refused: 19, served: 81),
        },
        new(
            "retries-multiply",
            Config("\"trustedProxies\": [ \"10.0.0.0/8\" ]", "\"retries\": 2"),
            Config("\"trustedProxies\": [ \"10.0.0.0/8\" ]", "\"retries\": 0"),
            "weir.json:3:30",
            Cluster,
            "9 times"
        ),
        new(
            "single-backend",
            """{ "listen": { "port": 1 }, "backends": [ { "address": "h:1" } ] }""",
            s_plain,
            "weir.json:1:40",
            Cluster,
            "one backend"
        ),
        new("slow-clock", s_plain, null, "clocksource", "reactor", "hpet")
        {
            Facts = Host(new HostFacts { ClockSource = "hpet" }),
        },
        new(
            "tcp-reuse",
            """{ "listen": { "port": 1 }, "loadBalancer": { "tcpPooling": "reuse" }, "backends": [ { "address": "h:1" } ] }""",
            """{ "listen": { "port": 1 }, "backends": [ { "address": "h:1" } ] }""",
            "weir.json:1:60",
            Cluster,
            "100ms"
        ),
        new(
            "trusts-everybody",
            Config("\"trustedProxies\": [ \"10.0.0.0/8\", \"0.0.0.0/0\" ]"),
            Config("\"trustedProxies\": [ \"10.0.0.0/8\" ]"),
            "weir.json:2:92",
            Listener,
            "0.0.0.0/0"
        ),
        new(
            "warm-paused",
            """{ "listen": { "port": 1 }, "backends": [ { "address": "h:1" } ] }""",
            null,
            "default of tcpPooling",
            Cluster,
            "h:1 of cluster default for 10 minutes"
        )
        {
            Facts = DoctorLooks.Facts(isWarmPaused: true),
        },
    ];

    private static DoctorFacts Host(HostFacts host) => new() { Host = host };

    // Line 2 is the listener, line 3 the common settings, line 4 the rest.
    private static string Config(
        string listener = "",
        string common = "",
        string more = "",
        string address = "127.0.0.1:9000"
    )
    {
        string comma = listener.Length == 0 ? "" : ", ";
        string rest = more.Length == 0 ? "" : more + ",";
        return $$"""
            { "backends": [ { "address": "h:1" }, { "address": "h:2" } ],
            "listen": { "address": "{{address}}", "mode": "http"{{comma}}{{listener}} },
            "loadBalancer": { {{common}} },
            {{rest}} }
            """;
    }
}
