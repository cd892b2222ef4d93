// One failed request or tcp session with all that led there, for the flight recorder. Built when it has failed, immutable.
using System.Collections.Immutable;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Events;

/// <summary>A failure. Names and texts are null where it never got so far, and in tcp mode where there are none.</summary>
public sealed record FailureRecord
{
    /// <summary>The error code.</summary>
    public required string Code { get; init; }

    /// <summary>What was wrong, in words; empty when the code says it all.</summary>
    public required string Detail { get; init; }

    public required string Listener { get; init; }

    public string? Route { get; init; }

    public string? Cluster { get; init; }

    /// <summary>The backend of the last attempt.</summary>
    public string? Backend { get; init; }

    public required SocketEndpoint Client { get; init; }

    public string? Method { get; init; }

    /// <summary>The authority that was asked for; null where none was sent or the head could not be read.</summary>
    public string? Host { get; init; }

    /// <summary>Without the query, which may hold private data; cut where it is very long.</summary>
    public string? Path { get; init; }

    /// <summary>What the client got; 499 when it left before, 0 in tcp mode.</summary>
    public int Status { get; init; }

    /// <summary>As in the access log and in the response.</summary>
    public string? RequestId { get; init; }

    /// <summary>0 for a client that was turned away before it had one.</summary>
    public required long ConnectionId { get; init; }

    public int Attempts { get; init; }

    public required long DurationUs { get; init; }

    /// <summary>In the order in which they happened.</summary>
    public required ImmutableArray<FailureStep> Steps { get; init; }

    /// <summary>Steps that found no place any more; the last ones are always there.</summary>
    public int OmittedSteps { get; init; }

    /// <summary>Failures of the same code that this worker did not record since the one before, to bound the cost of a storm.</summary>
    public long Unrecorded { get; init; }
}
