// What all rules of the doctor have in common: a code, and ways to say where a finding is.
using System.Globalization;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Origins;

namespace Weir.Proxy.Doctor;

/// <summary>One rule; it finds any number of things. Without state, so that any thread may ask it.</summary>
/// <param name="code">A short stable word.</param>
public abstract class DoctorRule(string code)
{
    public string Code { get; } = code;

    public abstract IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts);

    /// <summary>About a cluster's key, its own or the common one.</summary>
    protected DoctorFinding OfCluster(
        FindingSeverity severity,
        DoctorFacts facts,
        ClusterConfig cluster,
        string key,
        (string Message, string Remedy) text
    )
    {
        ConfigOrigin? origin = facts.Origins.OfCluster(cluster.Name, key);
        return Make(severity, text, PlaceOf(origin, key), "clusters." + cluster.Name);
    }

    /// <summary>About a listener's key.</summary>
    protected DoctorFinding OfListener(
        FindingSeverity severity,
        DoctorFacts facts,
        (WeirConfig Config, int Index) listener,
        string key,
        (string Message, string Remedy) text
    )
    {
        ConfigOrigin? origin = facts.Origins.OfListener(listener.Index, key);
        string subject = "listeners." + listener.Config.Listeners[listener.Index].Name;
        return Make(severity, text, PlaceOf(origin, key), subject);
    }

    /// <summary>About a key of the whole process.</summary>
    protected DoctorFinding OfKey(
        FindingSeverity severity,
        DoctorFacts facts,
        string path,
        (string Message, string Remedy) text
    ) => Make(severity, text, PlaceOf(facts.Origins.Find(path), path), path);

    /// <summary>About something counted, or a setting of the system.</summary>
    protected DoctorFinding OfFigure(
        FindingSeverity severity,
        string figure,
        string subject,
        (string Message, string Remedy) text
    ) => Make(severity, text, figure, subject);

    protected static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);

    private DoctorFinding Make(
        FindingSeverity severity,
        (string Message, string Remedy) text,
        string place,
        string subject
    ) => new(Code, severity, text.Message, text.Remedy, place, subject);

    private static string PlaceOf(ConfigOrigin? origin, string key) =>
        origin?.ToString() ?? "default of " + key;
}
