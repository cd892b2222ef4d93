// weir drain --wait: looks at a draining backend until the last client has left.
using System.Diagnostics;
using System.Text.Json;
using Weir.Admin.Views;

namespace Weir.Commands.Instance;

/// <summary>One wait. On a terminal one line tells how many are left; elsewhere only the end is told.</summary>
internal sealed class DrainWait(AdminClient client, string name, TextWriter output)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    /// <summary>Null: as long as it takes.</summary>
    public TimeSpan? Limit { get; init; }

    public bool AsJson { get; init; }

    /// <summary>Returns the exit code.</summary>
    public int Run()
    {
        long started = Stopwatch.GetTimestamp();
        bool isScreen = Terminal.IsScreen(output) && !AsJson;
        while (true)
        {
            if (Look() is not { } now)
            {
                return CommandLine.Failed;
            }

            if (now.InUse == 0 && now.State is not "ready")
            {
                EndLine(isScreen);
                output.WriteLine(
                    AsJson
                        ? JsonSerializer.Serialize(now, CommandJson.Lines.BackendView)
                        : BackendCommand.Describe(name, now)
                );
                return CommandLine.Ok;
            }

            string left = BackendCommand.Describe(name, now);
            if (now.State is "ready")
            {
                EndLine(isScreen);
                client.Error.WriteLine($"weir: {left}: somebody gave it work again");
                return CommandLine.Failed;
            }

            if (Limit is { } limit && Stopwatch.GetElapsedTime(started) >= limit)
            {
                EndLine(isScreen);
                client.Error.WriteLine(
                    $"weir: {left} after {(int)limit.TotalSeconds} s; it drains on, weir ready {name} takes it back"
                );
                return CommandLine.Failed;
            }

            if (isScreen)
            {
                output.Write($"\r{left}, waiting\u001b[K");
                output.Flush();
            }

            Thread.Sleep(Pace);
        }
    }

    // Null after it was told what is wrong.
    private BackendView? Look()
    {
        if (
            client.Send(HttpMethod.Get, "api/v1/clusters") is not { } body
            || client.ParseOrTell(body, CommandJson.Default.ClusterViewArray) is not { } clusters
        )
        {
            return null;
        }

        (string cluster, string address) = BackendArgument.Split(name);
        BackendView? found = clusters
            .Where(c => string.Equals(c.Name, cluster, StringComparison.Ordinal))
            .SelectMany(c => c.Backends)
            .FirstOrDefault(b => string.Equals(b.Address, address, StringComparison.Ordinal));
        if (found is null)
        {
            client.Error.WriteLine($"weir: {name} left the configuration during the wait");
        }

        return found;
    }

    private void EndLine(bool isScreen)
    {
        if (isScreen)
        {
            output.Write("\r\u001b[K");
        }
    }
}
