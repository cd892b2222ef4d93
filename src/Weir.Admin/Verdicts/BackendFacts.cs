// A backend as the rules see it.
using Weir.Proxy.Backends;

namespace Weir.Admin.Verdicts;

/// <summary>One backend. Counts are of the last seconds.</summary>
public sealed record BackendFacts
{
    public required string Address { get; init; }

    public HealthStatus Health { get; init; } = HealthStatus.Healthy;

    /// <summary>It was found unhealthy and has not answered since, whether work is tried on it just now or not.</summary>
    public bool IsOnTrial { get; init; }

    public AdminState State { get; init; } = AdminState.Ready;

    public int Weight { get; init; } = 1;

    /// <summary>No check and no connect has ever worked.</summary>
    public bool HasNeverAnswered { get; init; }

    /// <summary>Failed checks and connects in a row.</summary>
    public int FailuresInRow { get; init; }

    /// <summary>What last turned its health or what its last check found; null before both.</summary>
    public string? Reason { get; init; }

    /// <summary>Since when an operator keeps it out of service; null where nobody does.</summary>
    public DateTimeOffset? RestingSince { get; init; }

    /// <summary>At its connection limit.</summary>
    public bool IsFull { get; init; }

    public long Responses { get; init; }

    public long ServerErrors { get; init; }

    /// <summary>Median time to the head of a response; null without any.</summary>
    public double? AnswerMs { get; init; }

    /// <summary>Whether a cluster may send it new work, and nothing is known that speaks against that.</summary>
    public bool IsUsable => State == AdminState.Ready && Weight > 0 && !IsIll;

    /// <summary>Whether it should be in service and is not.</summary>
    public bool IsSick => State == AdminState.Ready && IsIll;

    /// <summary>Whether somebody took it out of service.</summary>
    public bool IsResting => State != AdminState.Ready || Weight == 0;

    private bool IsIll => IsOnTrial || Health == HealthStatus.Unhealthy;
}
