// What the admin API may ask of the running load balancer. The composition root implements it.
using Weir.Admin.Failures;
using Weir.Configuration.Origins;
using Weir.Proxy.Backends;
using Weir.Proxy.Doctor;
using Weir.Proxy.Metrics;

namespace Weir.Admin;

/// <summary>The running load balancer. Every member is called from any thread, several at once.</summary>
public interface IAdminControl
{
    /// <summary>Facts that change seldom.</summary>
    AdminStatus Status { get; }

    /// <summary>The clusters in force, in the order of the config.</summary>
    IReadOnlyList<ClusterState> Clusters { get; }

    /// <summary>The figures as they are now; without those of each backend where they are not wanted.</summary>
    MetricsSnapshot CollectMetrics(bool withBackends = true);

    /// <summary>The scaling signals of all clusters, in the order of the config.</summary>
    IReadOnlyList<ClusterScaling> Scaling { get; }

    /// <summary>What failed lately.</summary>
    FlightRecorder Failures { get; }

    /// <summary>The config in force as JSON, secrets masked.</summary>
    string ConfigJson();

    /// <summary>Settings that hurt, the worst first, by what was counted lately.</summary>
    IReadOnlyList<DoctorFinding> Diagnose();

    /// <summary>The config in force value by value, with who says so, secrets masked.</summary>
    IReadOnlyList<ConfigValue> ConfigValues();

    /// <summary>Takes note of what an operator does, before it is done.</summary>
    void Audit(OperatorAct act);

    /// <summary>Tells the log what is wrong with how the admin API is used; equal words of one second become one line.</summary>
    void Complain(string what);

    /// <summary>Reads the file again and applies it if it is valid. May block; never throws over what the file holds.</summary>
    ReloadResult Reload();
}
