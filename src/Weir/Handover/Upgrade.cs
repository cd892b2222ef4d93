// USR2: starts the installed program with this process's sockets and ends this one once that serves. If it does not come to serve, this
// process goes on as if nothing had been. Owned by the launcher.
using System.ComponentModel;
using Weir.Configuration.Process;
using Weir.Linux;
using Weir.Logging;

namespace Weir.Handover;

/// <summary>One upgrade at a time, asked for from any thread.</summary>
internal sealed class Upgrade(
    Logger log,
    Func<ChildDescriptors, string, HandoverMessage> copy,
    Action<int> handedOver
) : IDisposable
{
    // Names are looked up for at most 3 s at start, and a runtime takes a second or two to start: beyond a minute it hangs.
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(1);

    // When it ends, the kernel ends all processes of its container (pid_namespaces(7)).
    private const int FirstProcess = 1;

    private readonly OwnCommand _command = OwnCommand.Read();
    private readonly Lock _gate = new();
    private Successor? _successor;
    private bool _isOver;

    /// <summary>Runs an upgrade to its end and tells the log; false when it failed and this process goes on.</summary>
    public bool TryRun()
    {
        string? problem = TryStart(out Successor? successor);
        problem ??= successor!.WaitUntilReady(ReadyWithin); // it was started
        if (problem is null)
        {
            Note(LogLevel.Info, LogNames.Upgraded, "pid", $"{successor!.ProcessId}");
            handedOver(successor.ProcessId);
            return true;
        }

        Note(LogLevel.Error, LogNames.UpgradeFailed, "reason", problem);
        if (successor is not null)
        {
            Forget(successor);
        }

        return false;
    }

    /// <summary>Ends a successor that does not serve yet; none is started any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _successor?.Dispose();
            _successor = null;
        }
    }

    private string? TryStart(out Successor? successor)
    {
        successor = null;
        lock (_gate)
        {
            if (_isOver || _successor is not null)
            {
                return "an upgrade is under way already, or this process ends";
            }

            if (Environment.ProcessId == FirstProcess)
            {
                return "process 1 of a container cannot be replaced; start a new container instead";
            }

            Note(LogLevel.Info, LogNames.UpgradeStarted, "program", _command.Program);
            try
            {
                _successor = successor = Successor.Start(_command, copy);
                return null;
            }
            catch (Exception failure) when (failure is IOException or Win32Exception)
            {
                return $"cannot start {_command.Program}: {failure.Message}";
            }
        }
    }

    private void Forget(Successor successor)
    {
        lock (_gate)
        {
            successor.Dispose();
            _successor = null;
        }
    }

    private void Note(LogLevel level, string eventName, string field, string value) =>
        log.Write(
            level,
            eventName,
            (field, value),
            static (writer, state) => writer.WriteString(state.field, state.value)
        );
}
