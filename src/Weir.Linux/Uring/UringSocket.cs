// A descriptor and the operations that the kernel has on it. Part of a channel or a listener of the io_uring reactor.
using System.Diagnostics;
using Weir.Configuration;
using Weir.Linux.Native;
using Weir.Linux.Native.Rings;

namespace Weir.Linux.Uring;

/// <summary>
/// At most one operation of a kind is under way. Each holds the socket open beyond close(2), a multishot one for ever, so closing
/// cancels them; the owner may serve another connection once the last completion has come.
/// </summary>
internal struct UringSocket(UringRequests requests, ulong token, int fd)
{
    private uint _underWay; // one bit a kind
    private uint _cancelling;
    private bool _isGathering; // the kernel tells of input from so many bytes on only

    /// <summary>-1 once closed.</summary>
    internal int Fd { get; private set; } = fd;

    internal readonly bool IsOpen => Fd >= 0;

    /// <summary>The kernel has nothing of this socket under way.</summary>
    internal readonly bool IsQuiet => _underWay == 0;

    /// <summary>The kernel is to tell of input; neither way does so once more before its completion came.</summary>
    internal readonly bool IsInputAsked =>
        Has(UringOperation.Receive) || Has(UringOperation.PollInput);

    internal readonly bool Has(UringOperation operation) => (_underWay & BitOf(operation)) != 0;

    /// <summary>Notes a completion; the operation may be started again after its last one.</summary>
    internal void OnCompletion(UringOperation operation, in UringCqe completion)
    {
        if (!completion.IsMoreToCome)
        {
            _underWay &= ~BitOf(operation);
            _cancelling &= ~BitOf(operation);
        }
    }

    internal void Receive()
    {
        SetGathering(false);
        requests.ReceiveMany(Fd, Start(UringOperation.Receive));
    }

    internal void PollInput() => PollInput(isGathering: false);

    /// <summary>Like <see cref="PollInput()"/>, once <see cref="Limits.GatherBytes"/> or an end have come; whoever asks bounds the wait.</summary>
    internal void GatherInput() => PollInput(isGathering: true);

    internal void PollConnect() =>
        requests.Poll(Fd, Kernel.POLLOUT, Start(UringOperation.PollConnect));

    internal void PollOutput() =>
        requests.Poll(Fd, Kernel.POLLOUT, Start(UringOperation.PollOutput));

    internal void PollHangUp(bool onlyReset) =>
        requests.Poll(Fd, onlyReset ? 0 : Kernel.EPOLLRDHUP, Start(UringOperation.PollHangUp));

    internal void Send(byte[] pinned, int offset, int count) =>
        requests.Send(Fd, pinned, offset, count, Start(UringOperation.Send));

    internal void Accept() => requests.AcceptMany(Fd, Start(UringOperation.Accept));

    /// <summary>Cancels the operation if it is under way; its own last completion tells when it has ended.</summary>
    internal void Cancel(UringOperation operation)
    {
        uint bit = BitOf(operation);
        if ((_underWay & ~_cancelling & bit) != 0)
        {
            _cancelling |= bit;
            requests.Cancel(UringReactor.MarkOf(token, operation));
        }
    }

    /// <summary>Cancels everything and closes, by RST if asked.</summary>
    internal void Close(bool isReset)
    {
        if (!IsOpen)
        {
            return;
        }

        if (isReset)
        {
            KernelSocket.CloseByReset(Fd);
        }

        for (
            var operation = UringOperation.Receive;
            operation <= UringOperation.Accept;
            operation++
        )
        {
            Cancel(operation);
        }

        requests.Close(Fd);
        Fd = -1;
    }

    /// <summary>Closes a quiet socket now, not in its turn behind what was queued.</summary>
    internal void CloseAtOnce()
    {
        Debug.Assert(IsQuiet, "an entry that waits to be submitted names this descriptor");
        KernelSocket.Close(Fd);
        Fd = -1;
    }

    // Whoever asks for input says from how many bytes on, so that no small message ever waits for more than it is.
    private void PollInput(bool isGathering)
    {
        SetGathering(isGathering);
        requests.Poll(Fd, Kernel.POLLIN, Start(UringOperation.PollInput));
    }

    private void SetGathering(bool isGathering)
    {
        if (isGathering != _isGathering)
        {
            _isGathering = isGathering;
            KernelSocket.SetLeastInput(Fd, isGathering ? Limits.GatherBytes : 1);
        }
    }

    private ulong Start(UringOperation operation)
    {
        Debug.Assert(!Has(operation), "one operation of a kind at a time");
        _underWay |= BitOf(operation);
        return UringReactor.MarkOf(token, operation);
    }

    private static uint BitOf(UringOperation operation) => 1u << (int)operation;
}
