// Failures as text: a headline each, what is known of the request, and the steps with their times.
using System.Globalization;
using Weir.Admin.Views;

namespace Weir.Commands.Instance;

/// <summary>The report of <c>weir failures</c>.</summary>
internal static class FailureText
{
    public static void Print(IReadOnlyList<FailureView> failures, TextWriter output)
    {
        if (failures.Count == 0)
        {
            output.WriteLine("no failure since the start");
        }

        for (int i = 0; i < failures.Count; i++)
        {
            if (i > 0)
            {
                output.WriteLine();
            }

            PrintOne(failures[i], output);
        }
    }

    private static void PrintOne(FailureView failure, TextWriter output)
    {
        string status = failure.Status is { } code ? $"  {code}" : "";
        string request = failure.Method is null ? "" : $"  {failure.Method} {failure.Path}";
        request += failure.Host is null ? "" : $"  host {failure.Host}";
        output.WriteLine($"{failure.Timestamp}  {failure.Error}{status}{request}");
        if (failure.Detail.Length > 0)
        {
            output.WriteLine($"  {failure.Detail}");
        }

        string cluster = failure.Cluster is null ? "" : $"  cluster {failure.Cluster}";
        string id = failure.RequestId is null ? "" : $"  request {failure.RequestId}";
        string connection =
            failure.ConnectionId == 0
                ? ""
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"  connection {failure.ConnectionId}"
                );
        output.WriteLine(
            $"  client {failure.Client}  listener {failure.Listener}{cluster}{connection}{id}"
        );
        foreach (FailureStepView step in failure.Steps)
        {
            string at = step.AtMs.ToString("0.000", CultureInfo.InvariantCulture);
            output.WriteLine($"  {at, 12} ms  {Describe(step)}");
        }

        if (failure.OmittedSteps > 0)
        {
            output.WriteLine($"  {failure.OmittedSteps} steps in between are left out");
        }

        if (failure.Unrecorded > 0)
        {
            output.WriteLine($"  {failure.Unrecorded} more like it before it were counted only");
        }
    }

    private static string Describe(FailureStepView step) =>
        step.Event switch
        {
            "accepted" => "first byte from the client",
            "routed" => $"routed to cluster {step.Subject}",
            "queued" => "every usable backend is at its limit: waits for a place",
            "reused" => $"took a pooled connection to {step.Subject}",
            "connecting" => $"connects to {step.Subject}",
            "connected" => $"connected to {step.Subject}",
            "sent" => $"request sent to {step.Subject}",
            "responded" => $"{step.Subject} answers {step.Status}",
            "backend_failed" => $"{step.Subject}: {step.Error}, goes on",
            "failed" => $"gives up: {step.Error}",
            "answered" => $"client gets {step.Status}",
            "cut" => "client's connection is reset",
            _ => $"{step.Event} {step.Subject}",
        };
}
