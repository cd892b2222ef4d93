// Looks at a running Weir at a fixed pace and draws what it finds, until somebody ends it.
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;
using Weir.Commands.Instance;

namespace Weir.Commands.Top;

/// <summary>One run of <c>weir top</c>. A terminal is left as it was found, also after Ctrl-C and TERM.</summary>
internal sealed class TopLoop(AdminClient client, TextWriter output) : IDisposable
{
    private const int KeyPollMs = 50;
    private const string Keys = "q or Ctrl-C ends";

    private readonly ManualResetEventSlim _ended = new();

    public required TimeSpan Interval { get; init; }

    /// <summary>Pictures until it ends by itself; 0: it does not.</summary>
    public int Count { get; init; }

    public bool AsJson { get; init; }

    /// <summary>Returns the exit code.</summary>
    public int Run()
    {
        // A first look tells whether anybody is there, before a screen is cleared.
        if (TopSample.Take(client) is not { } first)
        {
            return CommandLine.Failed;
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        if (!AsJson && Terminal.IsScreen(output))
        {
            IAnsiConsole console = Terminal.Open(output);
            if (console.Profile.Capabilities is { Ansi: true, AlternateBuffer: true })
            {
                console.AlternateScreen(() => RunOnScreen(console, first));
                return CommandLine.Ok;
            }
        }

        return RunPlain(first);
    }

    public void Dispose() => _ended.Dispose();

    private void RunOnScreen(IAnsiConsole console, TopSample first)
    {
        using var problems = new StringWriter();
        client.Error = problems;
        TopSample last = first;
        TopFigures figures = TopFigures.Between(first, first);
        LiveDisplay live = console.Live(TopScreen.Draw(figures, console.Profile.Height, Keys));
        live.Overflow = VerticalOverflow.Crop;
        live.Start(context =>
        {
            for (int shown = 1; shown != Count && !WaitOrKey(); shown++)
            {
                problems.GetStringBuilder().Clear();
                if (TopSample.Take(client) is { } sample)
                {
                    figures = TopFigures.Between(last, sample);
                    last = sample;
                }

                string note = problems.ToString().Trim() is { Length: > 0 } text ? text : Keys;
                context.UpdateTarget(TopScreen.Draw(figures, console.Profile.Height, note));
            }
        });
    }

    private int RunPlain(TopSample last)
    {
        try
        {
            using StreamWriter? pipe = output == Console.Out ? OpenPipe() : null;
            TextWriter writer = pipe ?? output;
            for (int shown = 0; shown == 0 || shown != Count; shown++)
            {
                if (_ended.Wait(Interval))
                {
                    break;
                }

                if (TopSample.Take(client) is not { } sample)
                {
                    return CommandLine.Failed;
                }

                Print(TopFigures.Between(last, sample), writer);
                last = sample;
            }
        }
        catch (IOException failure)
        {
            // Whoever read the pipe has seen enough.
            if (!OutputLostException.IsBrokenPipe(failure))
            {
                throw new OutputLostException(failure);
            }
        }

        return CommandLine.Ok;
    }

    private void Print(TopFigures figures, TextWriter writer)
    {
        if (AsJson)
        {
            writer.WriteLine(JsonSerializer.Serialize(figures, CommandJson.Lines.TopFigures));
        }
        else
        {
            Terminal.Open(writer).Write(TopScreen.Draw(figures, 0, ""));
        }

        writer.Flush();
    }

    // The runtime's console takes no notice of a pipe that nobody reads any more; a plain stream does.
    private static StreamWriter OpenPipe() =>
        new(new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, 0));

    // True when it is time to end.
    private bool WaitOrKey()
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Interval)
        {
            if (_ended.Wait(KeyPollMs))
            {
                return true;
            }

            if (!Console.IsInputRedirected && Console.KeyAvailable)
            {
                if (Console.ReadKey(intercept: true).Key == ConsoleKey.Q)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        _ended.Set();
    }
}
