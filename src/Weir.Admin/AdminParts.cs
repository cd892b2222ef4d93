// The living parts behind the admin API's endpoints. Owned by AdminServer.
using Weir.Admin.Events;
using Weir.Admin.Security;
using Weir.Admin.Traffic;

namespace Weir.Admin;

/// <summary>Made before the server listens, ended after it has stopped.</summary>
internal sealed class AdminParts : IDisposable
{
    public AdminParts(IAdminControl control, RequestGuard guard, TimeProvider time)
    {
        Control = control;
        Guard = guard;
        Hub = new EventHub(control, time);
        Monitor = new TrafficMonitor(
            control,
            time,
            Hub.PublishTraffic,
            isWatched: () => Hub.IsTrafficWanted
        );
        Notes = new OperatorNotes(control, Monitor.Changes, Hub);
    }

    public IAdminControl Control { get; }

    public RequestGuard Guard { get; }

    public EventHub Hub { get; }

    public TrafficMonitor Monitor { get; }

    public OperatorNotes Notes { get; }

    public void Dispose()
    {
        Monitor.Dispose();
        Hub.Dispose();
    }
}
