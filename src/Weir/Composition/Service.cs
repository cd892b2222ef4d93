// The running program towards its operator: signals in, notifications to the service manager out. Owned by the launcher.
using Weir.Handover;
using Weir.Hosting;

namespace Weir.Composition;

/// <summary>Takes the signals over when it is made; those that come while the load balancer starts are obeyed once it runs.</summary>
internal sealed class Service : IDisposable
{
    private readonly SystemdNotifier _notifier = SystemdNotifier.FromEnvironment();
    private readonly TaskCompletionSource<LoadBalancer> _started = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly ManualResetEventSlim _ended = new();
    private readonly Signals _signals;
    private Upgrade? _upgrade;
    private volatile bool _isReplaced;

    public Service()
    {
        _signals = new Signals
        {
            Shutdown = _ended.Set,
            Reload = () => OnceStarted(_ => Reload()),
            ReopenLogs = () => OnceStarted(balancer => balancer.ReopenLogs()),
            Upgrade = () => OnceStarted(balancer => balancer.HandOver(_upgrade!.TryRun)), // made before the start is told
        };
        _signals.Register();
    }

    /// <summary>The load balancer serves: from now on signals act on it.</summary>
    public void Attach(LoadBalancer balancer)
    {
        _upgrade = new Upgrade(balancer.Log, balancer.CopyForChild, OnHandedOver);
        _started.SetResult(balancer);
        _notifier.Ready();
    }

    /// <summary>Reads the configuration again, because an operator wants it.</summary>
    public void Reload()
    {
        _notifier.Reloading();
        _started.Task.Result.Reload();
        _notifier.Ready();
    }

    /// <summary>The same because the file has this content now.</summary>
    public void ReloadChanged(byte[] content)
    {
        if (_started.Task.Result.ReloadChanged(content, () => _notifier.Reloading()))
        {
            _notifier.Ready();
        }
    }

    /// <summary>False when it still runs after that time.</summary>
    public bool WaitForEnd(TimeSpan patience) => _ended.Wait(patience);

    /// <summary>Waits until <paramref name="start"/> is over. False: a signal ended the process before, and the start did not come to
    /// its end within a further moment.</summary>
    public bool WaitForStart(Task start, TimeSpan moment)
    {
        WaitHandle.WaitAny([((IAsyncResult)start).AsyncWaitHandle, _ended.WaitHandle]);
        return start.IsCompleted || ((IAsyncResult)start).AsyncWaitHandle.WaitOne(moment);
    }

    /// <summary>Lets clients finish. A replaced process says nothing more to the service manager: its successor is the service.</summary>
    public void Drain()
    {
        if (!_isReplaced)
        {
            _notifier.Stopping();
        }

        _upgrade?.Dispose();
        _started.Task.Result.Drain(_isReplaced);
    }

    public void Dispose()
    {
        _signals.Dispose();
        _upgrade?.Dispose();
        _ended.Dispose();
    }

    private void OnceStarted(Action<LoadBalancer> action) =>
        _ = _started.Task.ContinueWith(
            started => action(started.Result),
            CancellationToken.None,
            TaskContinuationOptions.LongRunning | TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default
        );

    private void OnHandedOver(int successor)
    {
        _notifier.MainProcess(successor);
        _isReplaced = true;
        _ended.Set();
    }
}
