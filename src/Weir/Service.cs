// The running program towards its operator: signals in, notifications to the service manager out. Owned by the launcher.
using Weir.Handover;

namespace Weir;

/// <summary>From ready to drained.</summary>
internal sealed class Service : IDisposable
{
    private readonly LoadBalancer _balancer;
    private readonly SystemdNotifier _notifier = SystemdNotifier.FromEnvironment();
    private readonly ManualResetEventSlim _ended = new();
    private readonly Upgrade _upgrade;
    private readonly Signals _signals;
    private volatile bool _isReplaced;

    /// <summary>Takes the signals over.</summary>
    public Service(LoadBalancer balancer)
    {
        _balancer = balancer;
        _upgrade = new Upgrade(balancer.Log, balancer.CopyForChild, OnHandedOver);
        _signals = new Signals
        {
            Shutdown = _ended.Set,
            Reload = () => ThreadPool.QueueUserWorkItem(_ => Reload()),
            ReopenLogs = balancer.ReopenLogs,
            // It waits for seconds: that is no work for the thread pool.
            Upgrade = () =>
                new Thread(_upgrade.Run) { Name = "weir-upgrade", IsBackground = true }.Start(),
        };
        _signals.Register();
    }

    public void TellReady() => _notifier.Ready();

    public void Reload()
    {
        _notifier.Reloading();
        _balancer.Reload();
        _notifier.Ready();
    }

    public void WaitForEnd() => _ended.Wait();

    /// <summary>Lets clients finish. A replaced process says nothing more to the service manager: its successor is the service.</summary>
    public void Drain()
    {
        if (!_isReplaced)
        {
            _notifier.Stopping();
        }

        _upgrade.Dispose();
        _balancer.Drain(_isReplaced);
    }

    public void Dispose()
    {
        _signals.Dispose();
        _upgrade.Dispose();
        _ended.Dispose();
    }

    private void OnHandedOver(int successor)
    {
        _notifier.MainProcess(successor);
        _isReplaced = true;
        _ended.Set();
    }
}
