// weir doctor: settings that hurt, in a file and in the Weir that runs.
using System.CommandLine;
using System.Text.Json;
using Weir.Admin.Views;
using Weir.Commands.Instance;
using Weir.Hosting;
using Weir.Proxy.Doctor;

namespace Weir.Commands.Doctor;

/// <summary><c>weir doctor [-c FILE] [--admin HOST:PORT] [--offline] [--strict] [-o json]</c></summary>
internal sealed class DoctorCommand
{
    // Whether anybody is there shows at once on loopback; a file can be examined without.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Option<string?> _config = CommonOptions.Config();
    private readonly Option<string?> _admin = CommonOptions.Admin();

    private readonly Option<bool> _offline = new("--offline")
    {
        Description = "Look at the file alone",
    };

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Fail on warnings and errors",
    };

    private DoctorCommand() => AdminTarget.Validate(_admin);

    public static Command Build()
    {
        var self = new DoctorCommand();
        var command = new WeirCommand(
            "doctor",
            "Find settings that hurt, with remedies",
            """
            Looks at the configuration file, and at the running Weir when its admin API answers: that one has counted what happened in the
            last five minutes. Each finding has a code; docs/doctor.md explains them.

            Examples:
              weir doctor
              weir doctor -c weir.json --offline --strict
              weir doctor --admin 127.0.0.1:9001 -o json
            """
        )
        {
            self._config,
            self._admin,
            self._offline,
            self._strict,
        };
        ResultFormat format = ResultFormat.AddTo(command);
        command.SetAction(parsed => self.Run(parsed, format.IsJson(parsed)));
        return command;
    }

    private int Run(ParseResult parsed, bool asJson)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        string? file = parsed.GetValue(_config);
        string? address = parsed.GetValue(_admin);
        // Who names the admin API alone asks for the running Weir alone.
        string? found = file is null && address is not null ? null : ConfigSource.Find(file);
        LoadedConfig? loaded = found is null ? null : ConfigSource.LoadOrTell(found, error);
        bool isBroken = found is not null && loaded is null;
        // What runs can be asked whatever its file has come to meanwhile.
        DoctorView? live = parsed.GetValue(_offline)
            ? null
            : Ask(file, address, address is not null || found is null, error);
        if (loaded is null && live is null)
        {
            if (parsed.GetValue(_offline) && !isBroken)
            {
                error.WriteLine("weir: " + ConfigSource.NotFound());
            }

            return CommandLine.Failed;
        }

        FindingView[] findings = Merge(live, loaded);
        Print(findings, DoctorText.Scope(loaded?.File, live is not null), parsed, asJson);
        bool fails =
            parsed.GetValue(_strict) && findings.Any(f => f.Severity is "error" or "warning");
        return fails || isBroken ? CommandLine.Failed : CommandLine.Ok;
    }

    private static void Print(FindingView[] findings, string scope, ParseResult parsed, bool asJson)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (asJson)
        {
            output.WriteLine(
                JsonSerializer.Serialize(new DoctorView(findings), CommandJson.Readable.DoctorView)
            );
        }
        else
        {
            DoctorText.Print(findings, scope, output);
        }
    }

    private static DoctorView? Ask(string? file, string? admin, bool isWanted, TextWriter error)
    {
        TextWriter told = isWanted ? error : TextWriter.Null;
        if (AdminTarget.Find(file, admin, told) is not { } target)
        {
            return null;
        }

        using var client = new AdminClient(target, told, Patience);
        return client.Send(HttpMethod.Get, "api/v1/doctor") is { } body
            ? client.ParseOrTell(body, CommandJson.Default.DoctorView)
            : null;
    }

    // What runs has seen more, so its word comes first; the file adds what is not in force yet.
    private static FindingView[] Merge(DoctorView? live, LoadedConfig? loaded)
    {
        FindingView[] running = live?.Findings ?? [];
        if (loaded?.Config is not { } config)
        {
            return running;
        }

        HostFacts host = HostReader.Read();
        var known = running.Select(f => (f.Code, f.Subject)).ToHashSet();
        IEnumerable<FindingView> written = Diagnosis
            .Of(
                config,
                new DoctorFacts
                {
                    Origins = loaded.Result.Origins,
                    // The limit of this shell says nothing of a Weir that runs elsewhere.
                    Host = live is null ? host : host with { OpenFilesLimit = null },
                }
            )
            .Select(FindingView.Of)
            .Where(f => !known.Contains((f.Code, f.Subject)));
        return [.. running.Concat(written).OrderBy(f => DoctorText.RankOf(f.Severity))];
    }
}
