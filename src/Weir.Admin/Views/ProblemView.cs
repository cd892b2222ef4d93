// An error of the API (RFC 9457).
namespace Weir.Admin.Views;

/// <summary>What is wrong; <see cref="Problems"/> lists those of a rejected config.</summary>
public sealed record ProblemView(
    string Title,
    int Status,
    string Detail,
    IReadOnlyList<string>? Problems = null
);
