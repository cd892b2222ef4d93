// The configuration that `weir explain` works on: a file, or what a running Weir has in force.
using Weir.Commands.Instance;
using Weir.Configuration;
using Weir.Configuration.Origins;
using Weir.Proxy.Explain;

namespace Weir.Commands.Explain;

/// <param name="Name">For people.</param>
/// <param name="Config">Valid.</param>
/// <param name="Origins">Where its values were written; null when that is not known.</param>
/// <param name="Conditions">Of its backends; none: as at a start.</param>
internal sealed record ExplainSource(
    string Name,
    WeirConfig Config,
    ConfigOrigins? Origins,
    BackendCondition[] Conditions
)
{
    /// <summary>Null after saying what is wrong.</summary>
    public static ExplainSource? Find(ExplainGiven given, TextWriter error)
    {
        string? file = ConfigSource.Find(given.File);
        if (!given.IsLive)
        {
            return Load(file, error) is { } read ? Of(read) : null;
        }

        // The file says where the running one is, and where its values were written if they are the same still.
        LoadedConfig? loaded = null;
        if (given.File is not null && (loaded = Load(file, error)) is null)
        {
            return null;
        }

        if (AdminTarget.Find(given.File, given.Admin, error) is not { } target)
        {
            return null;
        }

        using var client = new AdminClient(target, error);
        if (LiveConditions.Ask(client) is not { } live)
        {
            return null;
        }

        bool isSame =
            loaded?.Config is { } written
            && string.Equals(
                ConfigWriter.Write(written),
                ConfigWriter.Write(live.Config),
                StringComparison.Ordinal
            );
        return new ExplainSource(
            isSame || loaded is null
                ? $"the running Weir at {target.Address}"
                : $"the running Weir at {target.Address}, which differs from {given.File}: origins are not known",
            live.Config,
            isSame ? loaded!.Result.Origins : null, // the same as a file that was read
            live.Conditions
        );
    }

    private static ExplainSource Of(LoadedConfig read) =>
        new(read.File!, read.Config!, read.Result.Origins, []); // a file without errors

    private static LoadedConfig? Load(string? file, TextWriter error)
    {
        if (file is null)
        {
            error.WriteLine("weir: " + ConfigSource.NotFound());
            return null;
        }

        return ConfigSource.LoadOrTell(file, error);
    }
}
