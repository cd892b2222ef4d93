// What the doctor's rules look at besides the configuration itself.
using System.Collections.Immutable;
using Weir.Configuration;
using Weir.Configuration.Origins;

namespace Weir.Proxy.Doctor;

/// <summary>Everything that is not in <see cref="WeirConfig"/>.</summary>
public sealed record DoctorFacts
{
    /// <summary>Where values were written.</summary>
    public ConfigOrigins Origins { get; init; } = ConfigOrigins.None;

    /// <summary>That the file on disk is not in force, since when and why, in words; null where it is.</summary>
    public string? RejectedConfig { get; init; }

    public HostFacts Host { get; init; } = new();

    /// <summary>Backends that operators hold back from work.</summary>
    public ImmutableArray<HeldBackend> Held { get; init; } = [];

    /// <summary>Null where no running Weir was asked.</summary>
    public LiveFacts? Live { get; init; }
}
