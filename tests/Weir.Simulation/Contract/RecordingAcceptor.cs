// An owner of listeners that writes down what comes.
using Weir.Proxy.Io;

namespace Weir.Simulation.Contract;

/// <summary>Collects accepted channels.</summary>
public sealed class RecordingAcceptor : IListenerOwner
{
    public List<Channel> Accepted { get; } = [];

    public List<IoStatus> Failures { get; } = [];

    public bool IsStopped { get; private set; }

    public object? LastTag { get; private set; }

    /// <summary>Gives each accepted channel its owner.</summary>
    public Action<Channel>? OnAccept { get; init; }

    public void OnAccepted(Listener listener, Channel channel)
    {
        LastTag = listener.Tag;
        Accepted.Add(channel);
        OnAccept?.Invoke(channel);
    }

    public void OnStopped(Listener listener) => IsStopped = true;

    public void OnAcceptFailed(Listener listener, IoStatus status) => Failures.Add(status);
}
