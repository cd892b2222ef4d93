// The process that is to take over: started with the sockets of this one, then waited for until it serves or has failed.
using System.Diagnostics;
using System.IO.Pipes;
using Weir.Linux;

namespace Weir.Handover;

/// <summary>Disposing ends a successor that has not taken over.</summary>
internal sealed class Successor : IDisposable
{
    private readonly Process _process;
    private readonly AnonymousPipeServerStream _ready;
    private bool _hasTakenOver;

    private Successor(Process process, AnonymousPipeServerStream ready)
    {
        _process = process;
        _ready = ready;
    }

    public int ProcessId => _process.Id;

    /// <summary>
    /// Starts it. <paramref name="copy"/> makes the message with the descriptors it inherits; fails by
    /// <see cref="IOException"/> or <see cref="System.ComponentModel.Win32Exception"/>.
    /// </summary>
    public static Successor Start(
        OwnCommand command,
        Func<ChildDescriptors, string, HandoverMessage> copy
    )
    {
        var ready = new AnonymousPipeServerStream(
            PipeDirection.In,
            HandleInheritability.Inheritable
        );
        try
        {
            using var copies = new ChildDescriptors();
            HandoverMessage message = copy(copies, ready.GetClientHandleAsString());
            var start = new ProcessStartInfo(command.Program, command.Arguments)
            {
                UseShellExecute = false,
            };
            start.Environment[HandoverMessage.Variable] = message.ToJson();
            Process process = Process.Start(start)!; // null only when a shell opens a document
            ready.DisposeLocalCopyOfClientHandle();
            return new Successor(process, ready);
        }
        catch
        {
            ready.Dispose();
            throw;
        }
    }

    /// <summary>Waits until it serves; the answer is null then, else why it does not.</summary>
    public string? WaitUntilReady(TimeSpan limit)
    {
        // The pipe ends without a byte when the process does.
        Task<int> answer = Task.Run(_ready.ReadByte);
        if (!answer.Wait(limit))
        {
            return $"process {ProcessId} was not ready within {limit.TotalSeconds:0} s";
        }

        if (answer.Result >= 0)
        {
            _hasTakenOver = true;
            return null;
        }

        _process.WaitForExit();
        return $"process {ProcessId} ended with code {_process.ExitCode}; it says why on stderr";
    }

    public void Dispose()
    {
        if (!_hasTakenOver && !_process.HasExited)
        {
            _process.Kill();
        }

        _ready.Dispose();
        _process.Dispose();
    }
}
