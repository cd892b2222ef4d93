// weir run: from the command line to the launcher.
using System.CommandLine;
using Weir.Configuration;
using Weir.Hosting;

namespace Weir.Commands;

/// <summary><c>weir run [FILE | -c FILE] [--listen HOST:PORT] [--mode tcp|http] [--backend HOST:PORT]… [--set path=value]… [--pid-file FILE]</c></summary>
internal static class RunCommand
{
    public static Command Build()
    {
        Argument<string?> file = CommonOptions.File();
        Option<string?> config = CommonOptions.Config();
        var listen = new Option<string?>("--listen")
        {
            HelpName = "HOST:PORT",
            Description =
                "Listen here, a port alone on 127.0.0.1 and [::1]; with --backend no file is needed",
        };
        var mode = new Option<string?>("--mode") { Description = "How --listen balances" };
        mode.AcceptOnlyFromAmong("tcp", "http");
        var backend = new Option<string[]>("--backend")
        {
            HelpName = "HOST:PORT",
            Description = "A backend (repeatable)",
        };
        Option<string[]> set = CommonOptions.Set();
        var pidFile = new Option<string?>("--pid-file")
        {
            HelpName = "FILE",
            Description = "Write the process id here once it serves",
        };
        var command = new WeirCommand(
            "run",
            "Run the load balancer",
            """
            TERM and INT end it gracefully, HUP reads the configuration again, USR1 opens log files anew, USR2 hands over to the installed
            program. A change of the file is noticed.
            --set takes keys joined by dots and list entries by number; the value is JSON, and what is no JSON is taken as text.

            Examples:
              weir run -c /etc/weir/weir.json
              weir run --listen 9000 --mode http --backend 127.0.0.1:9100
              weir run --listen 0.0.0.0:9000 --mode http --backend 127.0.0.1:9100 --backend [::1]:9101
              weir run --set logging.level=debug --set listeners.0.routes.1.cluster=api --set 'admin.allowedHosts=["lb1"]'
            """
        )
        {
            file,
            config,
            listen,
            mode,
            backend,
            set,
            pidFile,
        };
        CommonOptions.CheckFile(command, file, config);
        command.SetAction(parsed =>
            Run(
                parsed.GetValue(file) ?? parsed.GetValue(config),
                new ConfigReadOptions
                {
                    Environment = Environment.GetEnvironmentVariable,
                    Listen = parsed.GetValue(listen),
                    HasIPv6Loopback = LoopbackProbe.HasIPv6(),
                    Mode = parsed.GetValue(mode),
                    Backends = [.. parsed.GetValue(backend) ?? []],
                    Sets = CommonOptions.Overrides(parsed.GetValue(set)),
                },
                parsed.GetValue(pidFile),
                parsed.InvocationConfiguration
            )
        );
        return command;
    }

    private static int Run(
        string? given,
        ConfigReadOptions overrides,
        string? pidFile,
        InvocationConfiguration streams
    )
    {
        TextWriter error = streams.Error;
        // With both, the command line is complete: a weir.json that happens to lie here has no say.
        bool isComplete = overrides.Listen is not null && overrides.Backends.Length > 0;
        string? file = given is null && isComplete ? null : ConfigSource.Find(given);
        if (file is null && !isComplete)
        {
            error.WriteLine(
                "weir: "
                    + ConfigSource.NotFound(
                        "give one with -c FILE, or none and --listen HOST:PORT --backend HOST:PORT"
                    )
            );
            return CommandLine.Failed;
        }

        return Launcher.Run(
            new RunOptions
            {
                File = file,
                Overrides = overrides,
                PidFile = pidFile,
                Greeting = Terminal.IsScreen(streams.Output) ? streams.Output : null,
            },
            error
        );
    }
}
