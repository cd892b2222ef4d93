// Turns POSIX signals into calls on one object. Owned by the composition root. Calls come from pool threads, two
// signals at one time perhaps: what they start must return at once and stand being called from anywhere.
using System.Runtime.InteropServices;

namespace Weir.Hosting;

/// <summary>What each signal does: TERM and INT end gracefully and the second of them at once; QUIT ends gracefully;
/// HUP reloads; USR1 reopens log files; USR2 hands over to the installed program.</summary>
internal sealed class Signals : IDisposable
{
    /// <summary>SIGUSR1 on Linux x86-64 and arm64 (signal(7)); the runtime takes raw numbers for what it has no name.</summary>
    private const PosixSignal UserSignal1 = (PosixSignal)10;

    /// <summary>SIGUSR2, in the same way.</summary>
    private const PosixSignal UserSignal2 = (PosixSignal)12;

    private readonly List<PosixSignalRegistration> _registrations = [];
    private bool _ending;

    /// <summary>Starts the graceful end; called once, whichever signal asks first.</summary>
    public required Action Shutdown { get; init; }

    /// <summary>Reads the configuration again.</summary>
    public required Action Reload { get; init; }

    /// <summary>Reopens log files.</summary>
    public required Action ReopenLogs { get; init; }

    /// <summary>Starts the installed program and hands over to it.</summary>
    public required Action Upgrade { get; init; }

    /// <summary>Ends the process at once with an exit code. Tests put something gentler here.</summary>
    public Action<int> Exit { get; init; } = Environment.Exit;

    /// <summary>Takes the signals over from the runtime.</summary>
    public void Register()
    {
        PosixSignal[] signals =
        [
            PosixSignal.SIGTERM,
            PosixSignal.SIGINT,
            PosixSignal.SIGQUIT,
            PosixSignal.SIGHUP,
            UserSignal1,
            UserSignal2,
        ];
        foreach (PosixSignal signal in signals)
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }
    }

    /// <summary>Gives the signals back.</summary>
    public void Dispose() => _registrations.ForEach(static registration => registration.Dispose());

    /// <summary>What <paramref name="signal"/> does.</summary>
    internal void Handle(PosixSignal signal)
    {
        switch (signal)
        {
            case PosixSignal.SIGHUP:
                Reload();
                break;
            case UserSignal1:
                ReopenLogs();
                break;
            case UserSignal2:
                Upgrade();
                break;
            case PosixSignal.SIGTERM or PosixSignal.SIGINT or PosixSignal.SIGQUIT:
                bool isFirst = !Interlocked.Exchange(ref _ending, true);
                if (isFirst)
                {
                    Shutdown();
                }
                else if (signal != PosixSignal.SIGQUIT)
                {
                    Exit(1);
                }

                break;
            default:
                break;
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Without this the runtime goes on to its own idea of the signal, which is to end the process.
        context.Cancel = true;
        Handle(context.Signal);
    }
}
