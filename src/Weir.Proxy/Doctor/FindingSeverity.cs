// How much a finding of the doctor matters.
namespace Weir.Proxy.Doctor;

/// <summary>From "traffic fails now or will" down to "you may want to know".</summary>
public enum FindingSeverity : byte
{
    Error,
    Warning,
    Info,
}
