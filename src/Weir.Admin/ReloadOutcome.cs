// How a reload ended.
namespace Weir.Admin;

/// <summary>Applied; rejected with the old config kept; or impossible since the process runs without a file.</summary>
public enum ReloadOutcome
{
    Applied,
    Rejected,
    NoFile,
}
